package main

import "s1mig/pkg/report"

// reference is the page of the rule catalogue.
func reference() set {
	return set{"pkg/rules", []file{{"RULES.md", report.Reference()}}, []string{pageSuffix}}
}
