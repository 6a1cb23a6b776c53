package validate

func judgeSet(files []*File, opt Options, folder bool) {}
