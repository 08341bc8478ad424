package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// viewer takes what is streamed.
type viewer chan json.RawMessage

func (v viewer) Send(packet *backend.StreamPacket) error {
	v <- packet.Data
	return nil
}

// state of a notice, or "frame" for rows.
func state(t *testing.T, packet json.RawMessage) string {
	t.Helper()
	frame := &data.Frame{}
	if err := json.Unmarshal(packet, frame); err != nil {
		t.Fatalf("%s is no frame: %v", packet, err)
	}
	if len(frame.Fields) > 0 && frame.Fields[0].Len() > 0 {
		return "frame"
	}
	var schema struct {
		Schema struct {
			Meta struct{ Custom struct{ Live string } }
		}
	}
	if err := json.Unmarshal(packet, &schema); err != nil {
		t.Fatal(err)
	}
	return schema.Schema.Meta.Custom.Live
}

func event(id int, kind, body string) string {
	return fmt.Sprintf("id: %d\ndata: {\"id\":%d,\"channel\":\"projects\",\"type\":%q,\"at\":1,\"data\":%s}\n\n", id, id, kind, body)
}

func sse(w http.ResponseWriter, events ...string) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	_, _ = io.WriteString(w, "retry: 2000\n\n: comment\n\n"+strings.Join(events, ""))
	w.(http.Flusher).Flush()
}

// run streams a channel until the test ends, and gives what it sends.
func run(t *testing.T, datasource *Datasource, path string) viewer {
	t.Helper()
	packets := make(viewer, 100)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- datasource.RunStream(ctx, &backend.RunStreamRequest{PluginContext: as("Viewer", "vi"), Path: path}, backend.NewStreamSender(packets))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the stream ended with %v", err)
		}
	})
	return packets
}

// A connection that breaks is made again from the last message, viewers are told once, and nothing is lost or said twice.
func TestStreamGoesOn(t *testing.T) {
	connection := 0
	seen := make(chan *http.Request, 10)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen <- r
		connection++
		switch connection {
		case 1:
			sse(w, event(3, "heartbeat", "null"), event(4, "frame", frame), event(5, "frame", frame))
			_, _ = io.WriteString(w, "id: 6\ndata: {\"type\":\"fra") // broken off in the middle of a message
		case 2:
			says(503, `{"message":"Not now."}`)(w, r)
		default:
			sse(w, event(6, "frame", frame), event(7, "new kind", "1"), event(8, "reset", `{"reason":"Too old."}`))
			<-r.Context().Done()
		}
	}))
	t.Cleanup(service.Close)
	packets := run(t, newDatasource(t, service.URL, secrets{"apiToken": "tok"}), "project/my=20app")

	for at, want := range []string{"frame", "frame", "interrupted", "resumed", "frame", "reset"} {
		packet := <-packets
		if got := state(t, packet); got != want {
			t.Fatalf("message %d is %s, want %s", at, got, want)
		}
		if want == "frame" && string(packet) != frame {
			t.Errorf("the frame was changed: %s", packet)
		}
		if want == "reset" && !strings.Contains(string(packet), "Too old.") || want == "interrupted" && !strings.Contains(string(packet), `"name":"value"`) {
			t.Errorf("message %d: %s", at, packet)
		}
	}
	for at, since := range []string{"", "5", "5"} {
		r := <-seen
		if got := r.Header.Get("Last-Event-ID"); got != since || r.URL.Query().Get("channels") != "project/my app" || r.URL.Query().Get("format") != "frames" || r.Header.Get("Authorization") != "Bearer tok" {
			t.Errorf("connection %d asked %s since %q", at, r.URL, got)
		}
	}
}

func TestSettingsEndStreams(t *testing.T) {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sse(w, event(1, "frame", frame))
		<-r.Context().Done()
	}))
	t.Cleanup(service.Close)
	datasource := newDatasource(t, service.URL, nil)
	packets, done := make(viewer, 1), make(chan error)
	go func() {
		done <- datasource.RunStream(t.Context(), &backend.RunStreamRequest{Path: "projects"}, backend.NewStreamSender(packets))
	}()
	<-packets
	datasource.Dispose()
	if err := <-done; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestWhoMaySubscribe(t *testing.T) {
	service := newFake(t, map[string]http.HandlerFunc{"/api/v1/projects/here": says(200, `{}`), "/api/v1/runs/r": says(500, `{}`)})
	datasource := newDatasource(t, service.URL, nil)
	const yes, no = backend.SubscribeStreamStatusOK, backend.SubscribeStreamStatusNotFound
	for path, want := range map[string]backend.SubscribeStreamStatus{
		"projects": yes, "project/here": yes, "run/r": yes, "project/gone": no, "run/gone": no,
		"": no, "nothing": no, "project/": no, "project/=4": no, "project/=68ere": no, "run/a=2Cb": no, "run/=20a": no, "project/../x": no,
	} {
		answer, err := datasource.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{PluginContext: as("Viewer", "vi"), Path: path})
		if err != nil || answer.Status != want {
			t.Errorf("%q was answered %v, %v", path, answer, err)
		}
	}
	published, err := datasource.PublishStream(t.Context(), &backend.PublishStreamRequest{PluginContext: as("Admin", "ad"), Path: "projects"})
	if err != nil || published.Status != backend.PublishStreamStatusPermissionDenied {
		t.Errorf("publishing was answered %v, %v", published, err)
	}
}
