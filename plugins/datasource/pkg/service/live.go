package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// longestSilence of a stream before it counts as lost; the service sends a heartbeat every 15 s.
const longestSilence = 45 * time.Second

// Message of the live stream, with format=frames.
type Message struct {
	// Type is frame, reset, heartbeat, or one that is not known yet and to be ignored.
	Type string          `json:"type"`
	Data json.RawMessage `json:"data"`
	// ID to go on from.
	ID string `json:"-"`
}

// Listen takes the messages of one channel until it breaks off, which is always an error. since is the last id seen, or empty.
func (c *Client) Listen(ctx context.Context, caller Caller, channel, since string, take func(Message) error) error {
	listening, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(c.silence, func() { cancel(errSilent) })
	defer watch.Stop()

	request, err := c.request(listening, question{
		method: http.MethodGet,
		path:   "/api/v1/live?format=frames&channels=" + url.QueryEscape(channel),
		token:  c.settings.APIToken,
		caller: caller,
	})
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/event-stream")
	if since != "" {
		request.Header.Set("Last-Event-ID", headerText(since))
	}
	response, err := c.live.Do(request)
	if err != nil {
		return lost(ctx, listening, err)
	}
	defer func() { _ = response.Body.Close() }() // a stream that is left has no more to say
	if kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); response.StatusCode != http.StatusOK || err != nil || kind != "text/event-stream" {
		body, err := readBounded(response, mostSmallBytes)
		if err != nil {
			return lost(ctx, listening, err)
		}
		return noStream(&Answer{Status: response.StatusCode, Header: response.Header, Body: body}, c.settings.APIToken != "")
	}
	return lost(ctx, listening, readEvents(response.Body, func() { watch.Reset(c.silence) }, func(event Event) error {
		message := Message{ID: event.ID}
		if err := json.Unmarshal(event.Data, &message); err != nil {
			return downstream(http.StatusBadGateway, "A message of the live stream cannot be read.", err)
		}
		return take(message)
	}))
}

var errSilent = errors.New("nothing was heard, not even a heartbeat")

func noStream(answer *Answer, hasToken bool) error {
	if answer.Status == http.StatusOK {
		fault := downstream(http.StatusBadGateway, "What answers at the datasource's URL has no live stream: it is another service, or something in front of it keeps streams back.", fmt.Errorf("content type %q", answer.Header.Get("Content-Type")))
		fault.Cause = "other-service"
		return fault
	}
	return refusalOf(answer, hasToken)
}

func lost(ctx, listening context.Context, err error) error {
	if errors.Is(context.Cause(listening), errSilent) && ctx.Err() == nil {
		fault := downstream(http.StatusGatewayTimeout, "The live stream of the Task-Master Observability service fell silent.", errSilent)
		fault.Cause = "unreachable"
		return fault
	}
	if _, ok := errors.AsType[*Fault](err); ok {
		return err
	}
	return unreachable(ctx, err)
}

// Streamable is whether the service can be asked for a channel: names in its list are separated by commas and trimmed.
func Streamable(channel string) bool {
	return !strings.Contains(channel, ",") && strings.TrimSpace(channel) == channel
}

// Exists is whether there is something to tell of on a channel; true where the service cannot say now.
func (c *Client) Exists(ctx context.Context, caller Caller, channel string) bool {
	kind, id, found := strings.Cut(channel, "/")
	if !found {
		return true
	}
	answer, err := c.ask(ctx, question{
		method: http.MethodGet,
		path:   "/api/v1/" + kind + "s/" + url.PathEscape(id),
		token:  c.settings.APIToken,
		caller: caller,
		limit:  mostResourceBytes,
	})
	return err != nil || answer.Status != http.StatusNotFound
}
