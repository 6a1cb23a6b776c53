package main

import (
	"fmt"
	"os"
	"strings"
)

// The lines of a page between which the tables stand.
const (
	beginMark = "<!-- peerbench: begin -->\n"
	endMark   = "<!-- peerbench: end -->\n"
)

// replaceBetween returns the page with other text between its two marks.
func replaceBetween(page, text string) (string, error) {
	before, rest, ok := strings.Cut(page, beginMark)
	_, after, closed := strings.Cut(rest, endMark)
	if !ok || !closed {
		return "", fmt.Errorf("there are no lines %q and %q", strings.TrimSpace(beginMark), strings.TrimSpace(endMark))
	}
	return before + beginMark + text + endMark + after, nil
}

// update writes the tables into a page.
func update(path, text string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	changed, err := replaceBetween(string(page), text)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}
