package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"s1mig/pkg/abreast"
	"s1mig/pkg/report"
	"s1mig/pkg/world"
)

// version is that of this program.
const version = "1.0.0"

// app is one run of the program: its streams and its flags.
type app struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string

	common  commonFlags
	started bool         // flags and arguments have been read
	facts   *world.World // the world loaded for what rules ask of it
}

// main runs one command, until a signal interrupts it, and returns the exit code.
func (a *app) main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	return a.run(ctx, args)
}

// run runs one command and returns the exit code.
func (a *app) run(ctx context.Context, args []string) (code int) {
	defer a.recover(&code)
	debug.SetPanicOnFault(true)
	a.stdin = newInterruptible(ctx, a.stdin)
	root := newRootCommand(a)
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return report.ExitClean
	}
	if !a.started {
		err = asUsage(err)
	}
	return a.fail(err)
}

// recover turns a panic into an exit code and a request to report it.
func (a *app) recover(code *int) {
	p := recover()
	if p == nil {
		return
	}
	if address, ok := abreast.Fault(p); ok && a.facts.IndexHolds(address) {
		*code = a.fail(a.indexChanged())
		return
	}
	fmt.Fprintf(a.stderr, "s1mig: fault of this program: %s\n", report.Visible(fmt.Sprint(p)))
	fmt.Fprintln(a.stderr, "  please report it, with the command line, the version and, if it is test data, the input")
	if a.getenv("S1MIG_DEBUG") != "" {
		fmt.Fprintf(a.stderr, "%s", debug.Stack())
	} else {
		fmt.Fprintln(a.stderr, "  S1MIG_DEBUG=1 prints where it happened")
	}
	*code = report.ExitFault
}

const exitCodes = `Exit codes: 0 clean, or nothing at or above --fail-on; 1 findings at or above
it, or a comparison that differs; 2 usage or configuration; 3 an input that
cannot be read, opened or decrypted; 4 a fault of this program; 130 interrupted.`

func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "s1mig",
		Short: "Simulate and validate SMETS1 migration files",
		Long: `s1mig makes, reads and validates the seven SMETS1 migration files (MAF, MCF,
MVF, MGF, MEF, SCF, COF) and runs whole test migrations between a stub DCC and
stub SMSOs. All data is test data; the file formats are simulator-defined.

Without --world it uses the embedded reference world W1.

` + exitCodes,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.common.read(cmd); err != nil {
				return err
			}
			a.started = true
			return nil
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	a.common.register(root)
	for _, newCommand := range commands() {
		root.AddCommand(newCommand(a))
	}
	root.InitDefaultHelpCmd()
	return root
}

// commands lists the commands in the order of the manual.
func commands() []func(*app) *cobra.Command {
	return []func(*app) *cobra.Command{
		newRunCommand, newGenerateCommand, newValidateCommand, newSignCommand, newInspectCommand, newDiffCommand,
		newConvertCommand, newMaskCommand, newRulesCommand, newExplainCommand, newTraceCommand, newMutateCommand, newKeysCommand, newWorldCommand, newSchemaCommand, newTypesCommand, newScenarioCommand, newDUSTCommand, newFixturesCommand,
		newVersionCommand, newCompletionCommand,
	}
}

// newGroup makes a command that has subcommands and does nothing itself.
func newGroup(use, short string, subcommands ...*cobra.Command) *cobra.Command {
	group := &cobra.Command{
		Use: use, Short: short, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return usagef("say which: "+joined(subcommandNames(cmd)), "%s has subcommands", cmd.CommandPath())
		},
	}
	group.AddCommand(subcommands...)
	return group
}

func unknownCommand(cmd *cobra.Command, name string) error {
	return unknown("command", name, subcommandNames(cmd))
}

func subcommandNames(cmd *cobra.Command) []string {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}
