package service

import (
	"context"
	"fmt"
	"net/http"
)

// Resource is a request that is passed on as it is.
type Resource struct {
	Method string
	// Path below /api/v1, escaped, with its query string.
	Path        string
	Body        []byte
	ContentType string
	// Actor controls the work: the control token is sent, and this name.
	Actor string
}

// Resource passes a request on. Every answer is one, errors of the service included; a *Fault is where there was none, or
// where the datasource's own settings were refused (which is not the user's doing).
func (c *Client) Resource(ctx context.Context, caller Caller, resource Resource) (*Answer, error) {
	token := c.settings.APIToken
	if resource.Actor != "" {
		token = c.settings.ControlToken
	}
	answer, err := c.ask(ctx, question{
		method:      resource.Method,
		path:        "/api/v1/" + resource.Path,
		body:        resource.Body,
		contentType: resource.ContentType,
		token:       token,
		caller:      caller,
		actor:       resource.Actor,
		limit:       mostResourceBytes,
	})
	if err != nil {
		return nil, err
	}
	if refused(answer.Status) {
		fault := refusalOf(answer, token != "")
		fault.Status = http.StatusBadGateway // a 401 would log the user out of Grafana
		if resource.Actor != "" {
			fault.Sentence = "The Task-Master Observability service refuses the datasource's control token. An admin enters the right one in the datasource's settings; “taskmaster-observe token” prints it."
		}
		return nil, fault
	}
	return answer, nil
}

func refused(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusMisdirectedRequest:
		return true
	}
	return status >= 300 && status < 400
}

// Projects asks whether the token is right and how many projects there are, up to most.
func (c *Client) Projects(ctx context.Context, caller Caller, most int) (*Answer, error) {
	answer, err := c.ask(ctx, question{
		method: http.MethodGet,
		path:   fmt.Sprintf("/api/v1/projects?limit=%d", most),
		token:  c.settings.APIToken,
		caller: caller,
		limit:  mostResourceBytes,
	})
	if err == nil && answer.Status != http.StatusOK {
		err = refusalOf(answer, c.settings.APIToken != "")
	}
	return answer, err
}
