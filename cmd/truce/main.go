// Command truce is the whole program: an office that takes, keeps and shows signed acts,
// and the tools of those who write them and of those who trust nobody and check.
//
// It is the one place that reads the command line, the environment, the clock and the
// system's randomness. What it does with them is in the packages below.
//
// Exit codes: 0 done; 1 refused, or something went wrong; 2 the command line was not
// understood; 3 a check found something wrong with what it checked; 4 what is checked
// cannot be judged here: this program does not have its rules, or the copy does not tell enough; 5 a head
// that is not cosigned as the reader's policy asks, or not lately enough; 6 a new key that is to speak for the reader's
// party, in which nobody of the party had a hand.
package main

import (
	"context"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"truce/ground/problem"
	"truce/ground/tongue"
)

// Exit codes. Scripts rely on them.
const (
	exitDone       = 0
	exitError      = 1
	exitUsage      = 2
	exitFound      = 3
	exitUnjudged   = 4
	exitUncosigned = 5
	exitForeignKey = 6
)

func main() {
	leaveGarbage()
	os.Exit(run(os.Args[1:]))
}

// leaveGarbage collects it a fourth as often as Go would by itself, unless memory gets
// scarce: an office keeps little between acts and makes much for each, and on two cores
// the collector took from those who write.
func leaveGarbage() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(400 << 20)
}

func run(args []string) int {
	e := newEnv()
	var commands cli
	parser, err := newParser(&commands, e)
	if err != nil {
		e.tell(err)
		return exitError
	}
	chosen, err := parser.Parse(places(helped(args)))
	if err != nil {
		e.configure(spoken(args), false)
		e.tell(problem.Invalid(problem.CommandUnclear, problem.P{"reason": err.Error()}))
		return exitUsage
	}
	e.configure(commands.Lang, commands.Verbose)
	e.clockConfirmed, e.unlocking = commands.ConfirmClock, commands.unlocking
	ctx, stop := interruptible()
	defer stop()
	chosen.BindTo(ctx, (*context.Context)(nil))
	if err = e.trusts(commands.Authority); err == nil {
		err = chosen.Run(e)
	}
	if err == nil {
		err = e.out.lost()
	}
	return e.exit(err)
}

func newParser(commands *cli, e *env) (*kong.Kong, error) {
	return kong.New(commands, kong.Name("truce"), kong.Description(description),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.Vars{"lists": strings.Join(lists(), ", "), "tongues": strings.Join(tongue.Codes(), ", ")},
		kong.ExplicitGroups(groups()), kong.Writers(e.out, e.err))
}

// spoken is what --lang says on a command line that was not understood; "" if nothing.
func spoken(args []string) string {
	for i, arg := range args {
		if tag, is := strings.CutPrefix(arg, "--lang="); is {
			return tag
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// helped are the arguments with what people call help in the way in which the parser knows it: nothing at all, and the word
// before a command.
func helped(args []string) []string {
	asked := len(args) == 0
	for len(args) > 0 && args[0] == "help" {
		args, asked = args[1:], true
	}
	if asked {
		return append(slices.Clone(args), "--help")
	}
	return args
}

// A place or a box west of Greenwich begins with a hyphen and else looks like a flag.
var (
	westernPlace = regexp.MustCompile(`^-[0-9.]+,-?[0-9.]+$`)
	westernBox   = regexp.MustCompile(`^-[0-9.]+(,-?[0-9.]+){3}$`)
)

// places are the arguments as the parser takes them: a space before such a place, which whoever
// reads places skips, and such a box in one word with its flag.
func places(args []string) []string {
	var all []string
	for _, arg := range args {
		last := len(all) - 1
		switch {
		case westernPlace.MatchString(arg):
			all = append(all, " "+arg)
		case westernBox.MatchString(arg) && last >= 0 && strings.HasPrefix(all[last], "--"):
			all[last] += "=" + arg
		default:
			all = append(all, arg)
		}
	}
	return all
}

// interruptible is cancelled by the first SIGINT or SIGTERM. The second one finds no
// handler any more and ends the process at once.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
