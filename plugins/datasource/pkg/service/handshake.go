package service

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// APIVersion of the service that this plugin speaks (backend/src/util/api-version.ts).
const APIVersion = 1

// handshakeEvery is how long an agreement is believed: a service may be replaced while Grafana runs.
const handshakeEvery = time.Minute

// Ready is what the service says of itself, without a token.
type Ready struct {
	State        string       `json:"state"`
	Version      string       `json:"version"`
	API          *int         `json:"api"`
	Dependencies []Dependency `json:"dependencies"`
}

// Dependency of the service, and how it is, in a sentence.
type Dependency struct {
	Name  string `json:"name"`
	State string `json:"state"`
	Text  string `json:"text"`
}

// Ready asks the service how it is. 503 is an answer as well: the service is there, and says what it lacks.
func (c *Client) Ready(ctx context.Context, caller Caller) (Ready, error) {
	answer, err := c.ask(ctx, question{method: http.MethodGet, path: "/health/ready", caller: caller, limit: mostSmallBytes})
	if err != nil {
		return Ready{}, err
	}
	var ready Ready
	if json.Unmarshal(answer.Body, &ready) == nil && ready.State != "" && ready.Version != "" && ready.Dependencies != nil {
		return ready, nil
	}
	switch answer.Status {
	case http.StatusOK, http.StatusNotFound, http.StatusMethodNotAllowed:
		detail := fmt.Errorf("HTTP %d to GET /health/ready: %s", answer.Status, clip(string(answer.Body)))
		fault := downstream(http.StatusBadGateway, "Something else than Task-Master Observability answers at the datasource's URL. Correct it: the service tells its address when it starts, such as http://127.0.0.1:4747.", detail)
		fault.Cause = "other-service"
		return Ready{}, fault
	default:
		return Ready{}, refusalOf(answer, false)
	}
}

// Mismatch says which side to update, or nothing where the versions agree.
func (r Ready) Mismatch() *Fault {
	theirs := 0 // a service from before the handshake
	if r.API != nil {
		theirs = *r.API
	}
	if theirs == APIVersion {
		return nil
	}
	older, newer := "service (version "+clip(r.Version)+")", "plugin"
	if theirs > APIVersion {
		older, newer = newer, older
	}
	sentence := fmt.Sprintf("The %s is older than the %s: they speak versions %d and %d of the API. Update the %s.", older, newer, min(theirs, APIVersion), max(theirs, APIVersion), older)
	fault := downstream(http.StatusBadGateway, sentence, nil)
	if theirs > APIVersion {
		fault = ours(http.StatusBadGateway, sentence, nil)
	}
	fault.Cause = "version"
	return fault
}

// handshake remembers that the versions agree.
type handshake struct {
	mutex sync.Mutex
	until time.Time
}

// agree asks for the service's version where that was not done lately. A service that does not answer is no mismatch: what
// is asked next says it better.
func (c *Client) agree(ctx context.Context, caller Caller) error {
	c.handshake.mutex.Lock()
	known := time.Now().Before(c.handshake.until)
	c.handshake.mutex.Unlock()
	if known {
		return nil
	}
	ready, err := c.Ready(ctx, caller)
	if err != nil {
		return nil
	}
	if fault := ready.Mismatch(); fault != nil {
		return fault
	}
	c.handshake.mutex.Lock()
	c.handshake.until = time.Now().Add(handshakeEvery)
	c.handshake.mutex.Unlock()
	return nil
}

// doubt forgets the agreement: an answer was not what this version of the API promises.
func (c *Client) doubt() {
	c.handshake.mutex.Lock()
	c.handshake.until = time.Time{}
	c.handshake.mutex.Unlock()
}
