package main

import "s1mig/pkg/report"

// reference is the page of the rule catalogue.
func reference() set {
	return set{dir: "pkg/rules", files: []file{{"RULES.md", report.Reference()}}} // other pages there are written by hand
}
