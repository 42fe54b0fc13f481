// Package stagingtest stops tests of changes to folders at each step, as a crash would.
package stagingtest

// killed is thrown ahead of a step. Nothing of the package recovers it, so no line after
// the step runs, clean-up included, as when the process is killed.
type killed struct{ step string }

// KillAt lets so many steps pass and stops the world ahead of the next.
func KillAt(steps int) func(string) error {
	return func(step string) error {
		if steps--; steps < 0 {
			panic(killed{step})
		}
		return nil
	}
}

// Survive runs f and says ahead of which step it was killed, if it was.
func Survive(f func() error) (step string, err error) {
	defer func() {
		if r := recover(); r != nil {
			k, is := r.(killed)
			if !is {
				panic(r)
			}
			step = k.step
		}
	}()
	return "", f()
}
