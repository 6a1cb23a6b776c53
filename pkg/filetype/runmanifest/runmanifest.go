// Package runmanifest defines the run manifest: every file of a run with its
// SHA-256, signed, so that a file changed afterwards is found. Layout and
// existence are simulator-defined (17.6, 9.3 #4), format version 1.0.
//
//	{"file":"out/MAF_SMSO4_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.json","fileType":"MAF",
//	 "sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","size":0}
//
// The package may import spec, ident (for lexical types) and envelope.
package runmanifest

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/spec"
)

// File is one record: one file of the run.
type File struct {
	spec.Object
	File     string
	FileType string
	SHA256   string
	Size     int64 // bytes
}

// Type is the run manifest.
var Type = &envelope.Type{
	Name:   "RUN-MANIFEST",
	Long:   "Run manifest",
	Clause: "9.3 #4, 17.6",
	Doc: "Lists every file of a run with its SHA-256 and size. " +
		"Made at the end of a run, signed as DCC; read by whoever must show that nothing was changed since.",
	Records:   "files",
	Header:    envelope.HeaderTable("RUN-MANIFEST", envelope.HeaderOptions{NoSMSO: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}

// Record describes a File.
var Record = spec.New("file", "One file of the run.",
	spec.Def[File]{
		Name: "file", Lex: PathType, Required: true, Clause: "9.3 #4",
		Doc: "The path of the file below the directory of the run, with forward slashes.",
		At:  func(f *File) any { return &f.File },
	},
	spec.Def[File]{
		Name: "fileType", Lex: TypeNameType, Clause: "5.3, 5.6",
		Doc: "The type of the file, where it is a migration file.",
		At:  func(f *File) any { return &f.FileType },
	},
	spec.Def[File]{
		Name: "sha256", Lex: SHA256Type, Required: true, Clause: "9.3 #4, FIPS 180-4",
		Doc: "SHA-256 over all bytes of the file.",
		At:  func(f *File) any { return &f.SHA256 },
	},
	spec.Def[File]{
		Name: "size", Required: true, Clause: "9.3 #4",
		Doc: "The size of the file in bytes.",
		At:  func(f *File) any { return &f.Size },
	},
)
