package office

import (
	"context"

	"truce/ground/act"
	"truce/judge/policy"
)

// Stopping is closed when the office begins to close: long answers to readers end then.
func (f *Office) Stopping() <-chan struct{} { return f.stop }

// Ready answers nil if the writer takes work: what it does now is at most one batch.
func (f *Office) Ready(ctx context.Context) error {
	return f.control(ctx, func() error { return nil })
}

// MayDo lists what else a person may do in the office as a whole.
func (f *Office) MayDo(who policy.Person) []string {
	may := []string{}
	for _, what := range policy.Actions() {
		if f.policy.MayDo(who, what) {
			may = append(may, string(what))
		}
	}
	return may
}

// MayMake lists the kinds of act that a person may make, if the subject as it stands allows it.
func (f *Office) MayMake(who policy.Person) []act.Kind {
	may := []act.Kind{}
	for _, spec := range f.kinds.All() {
		if f.policy.MayActEver(who, spec.Kind) {
			may = append(may, spec.Kind)
		}
	}
	return may
}
