package plugin

import (
	"encoding/json"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

// relay hands messages of the service to Grafana. Every frame carries its schema, because viewers join at any time.
type relay struct {
	sender *backend.StreamSender
	// last id seen, to go on from.
	last string
	// like is the latest frame without its rows: what a notice looks like, so that viewers need no second shape.
	like *data.Frame
	// broken is set from the first interruption until the service is heard again.
	broken bool
}

// sendError is Grafana not taking what is sent.
type sendError struct{ error }

func (e *sendError) Unwrap() error { return e.error }

// pass hands one message on.
func (r *relay) pass(message service.Message) error {
	if r.broken {
		r.broken = false
		if err := r.notice("resumed", data.NoticeSeverityInfo, "The live stream goes on."); err != nil {
			return err
		}
	}
	var err error
	switch message.Type {
	case "frame":
		err = r.frame(message.Data)
	case "reset":
		err = r.notice("reset", data.NoticeSeverityInfo, resetReason(message.Data))
	}
	if err == nil && message.ID != "" {
		r.last = message.ID
	}
	return err
}

func (r *relay) frame(body json.RawMessage) error {
	frame, err := service.DecodeFrame(body)
	if err != nil {
		return r.notice("reset", data.NoticeSeverityWarning, "A message of the live stream cannot be read: "+err.Error())
	}
	r.like = frame.EmptyCopy()
	if err := r.sender.SendBytes(body); err != nil { // as the service wrote it: nothing is lost on the way
		return &sendError{err}
	}
	return nil
}

// interrupted says once that the stream stands still.
func (r *relay) interrupted(sentence string) error {
	if r.broken {
		return nil
	}
	r.broken = true
	return r.notice("interrupted", data.NoticeSeverityWarning, "The live stream is interrupted and comes back by itself. "+sentence)
}

// notice is a frame without rows; custom.live says to programs what it means: reset (read the state anew), interrupted, resumed.
func (r *relay) notice(state string, severity data.NoticeSeverity, text string) error {
	frame := data.NewFrame("tasks")
	if r.like != nil {
		frame = r.like.EmptyCopy()
	}
	frame.Meta = &data.FrameMeta{
		Custom:  map[string]string{"live": state},
		Notices: []data.Notice{{Severity: severity, Text: text}},
	}
	if err := r.sender.SendFrame(frame, data.IncludeAll); err != nil {
		return &sendError{err}
	}
	return nil
}

func resetReason(body json.RawMessage) string {
	var said struct {
		Reason string `json:"reason"`
	}
	if json.Unmarshal(body, &said) == nil && strings.TrimSpace(said.Reason) != "" {
		return said.Reason
	}
	return "What was missed cannot be replayed: the state is read anew."
}
