package seal

import "errors"

// Errors that callers branch on. Each is a sentence for the person.
var (
	// ErrNoRecipients is returned instead of sealing to nobody.
	ErrNoRecipients = errors.New("nobody was named to open this, so it was not sealed")

	// ErrTooManyRecipients is returned beyond MaxRecipients.
	ErrTooManyRecipients = errors.New("too many people were named to open this")

	// ErrMixedRecipients is returned when ordinary and post-quantum keys are named
	// together: the ordinary one would undo what the other protects.
	ErrMixedRecipients = errors.New("ordinary and post-quantum keys cannot be used together")

	// ErrTooLong is returned by To beyond MaxTextBytes.
	ErrTooLong = errors.New("the text is too long to be sealed inside an act")

	// ErrNotForThisKey is returned when the key opens other seals, not this one.
	ErrNotForThisKey = errors.New("this was sealed to other people; your key does not open it")

	// ErrDamaged is returned when it is no sealed text, was altered, or was cut short.
	ErrDamaged = errors.New("this is not a sealed text, or it was altered or cut short")

	// ErrNotRecipient is returned for a string that is not an age public key.
	ErrNotRecipient = errors.New("this is not an age public key (it starts with age1)")

	// ErrNotIdentity is returned for a string that is not an age secret key. The string
	// is never repeated in the error.
	ErrNotIdentity = errors.New("this is not an age secret key (it starts with AGE-SECRET-KEY-)")
)
