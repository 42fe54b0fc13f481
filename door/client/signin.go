package client

import (
	"time"

	"truce/door/session"
)

const (
	tokenLife  = time.Hour
	tokenSpare = 5 * time.Minute // of life that a token has left when a new one is made
)

// authorization is the header's value, or "" for a stranger.
func (c *Client) authorization() (string, error) {
	if !signsIn(c.o) {
		return "", nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.o.Now()
	if c.token == "" || !now.Before(c.until.Add(-tokenSpare)) {
		token, err := session.Sign(c.o.Key, c.o.Audience, now, tokenLife)
		if err != nil {
			return "", err
		}
		c.token, c.until = token, now.Add(tokenLife)
	}
	return "Bearer " + c.token, nil
}
