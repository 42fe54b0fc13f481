package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"truce/door/wire"
	"truce/ground/act"
	"truce/tool/answer"
)

// Submit hands in one act in the SD-JWT form. When it answers, the act is durable.
func (c *Client) Submit(ctx context.Context, sdjwt string) (answer.Receipt, error) {
	var receipt answer.Receipt
	err := c.ask(ctx, request{method: http.MethodPost, path: "/api/acts", mediaType: wire.MediaAct, body: sdjwt}, &receipt)
	return receipt, err
}

// SubmitAll hands in any number of acts, as many at a time as the office takes, and
// answers what became of each, in their order. On an error, the outcomes of those that
// were answered come with it; the rest can be sent again.
func (c *Client) SubmitAll(ctx context.Context, sdjwts []string) ([]answer.Outcome, error) {
	outcomes := make([]answer.Outcome, 0, len(sdjwts))
	for len(sdjwts) > 0 {
		n := batch(sdjwts)
		var answer wire.Outcomes
		err := c.ask(ctx, request{
			method: http.MethodPost, path: "/api/acts", mediaType: wire.MediaActs, body: strings.Join(sdjwts[:n], "\n")}, &answer)
		if err == nil && len(answer.Outcomes) != n {
			err = fmt.Errorf("hand in acts: %d outcomes of %d acts", len(answer.Outcomes), n)
		}
		if err != nil {
			return outcomes, err
		}
		for _, o := range answer.Outcomes {
			outcomes = append(outcomes, outcome(o))
		}
		sdjwts = sdjwts[n:]
	}
	return outcomes, nil
}

func outcome(o wire.Outcome) answer.Outcome {
	switch {
	case o.Problem != nil:
		return answer.Outcome{Err: o.Problem}
	case o.Receipt != nil:
		return answer.Outcome{Receipt: *o.Receipt}
	}
	return answer.Outcome{Err: errors.New("hand in acts: neither receipt nor problem")}
}

// batch is how many of the acts go into one request: at least one.
func batch(sdjwts []string) int {
	size := 0
	for n, text := range sdjwts {
		size += len(text) + 1
		if n == wire.MaxActs || n > 0 && size > wire.MaxActsBytes {
			return n
		}
	}
	return len(sdjwts)
}

// Act answers one act, with what the asker may see of it.
func (c *Client) Act(ctx context.Context, id act.ID) (answer.Told, error) {
	var told answer.Told
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/acts/" + id.String()}, &told)
	return told, err
}

// Receipt answers the proof that an act is in the register (C2SP tlog-proof) and the bytes
// of the entry that it is about.
func (c *Client) Receipt(ctx context.Context, id act.ID) (proof, entry []byte, err error) {
	q := request{method: http.MethodGet, path: "/api/acts/" + id.String() + "/receipt"}
	if err := c.ask(ctx, q, &proof); err != nil {
		return nil, nil, err
	}
	q.query = url.Values{"entry": {""}}
	err = c.ask(ctx, q, &entry)
	return proof, entry, err
}

// ReceiptStep answers how far the receipt of an act is.
func (c *Client) ReceiptStep(ctx context.Context, id act.ID) (wire.ReceiptStep, error) {
	var step wire.ReceiptStep
	err := c.ask(ctx, request{method: http.MethodGet, path: "/api/acts/" + id.String() + "/receipt/step"}, &step)
	return step, err
}
