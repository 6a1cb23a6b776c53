// Package trace says which requirement is shown by what: clause by clause the
// rules, fixtures, scenarios and tests that name it, and for 5.3 and 5.6 the
// matrix of files, activities and aspects for each combination of 5.2, each
// GroupID and each system. What nothing shows is listed as untested.
//
// Its data are three tables in this directory. requirements.tsv is written by
// hand. shows.tsv says what names what; it is gathered from the sources, where a
// test says so above its function,
//
//	//trace:shows 5.3(b), Table 5.2
//	//trace:covers MAF,MCF generate,validate content
//
// a scenario in its clauses, a fixture in its manifest and the acceptance tests
// in their list. coverage.tsv says what runs of two worlds did. cmd/gen writes
// the two, and the page COVERAGE.md.
//
// A cell of the matrix is tested where a test names it and a run went through
// it without a fault: a claim without a run, or a run that nothing looks at,
// leaves it untested.
//
// It may import rules, filetype and state.
package trace
