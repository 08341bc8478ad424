package service

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func newClient(t *testing.T, url string) *Client {
	t.Helper()
	client, err := NewClient(t.Context(), backend.DataSourceInstanceSettings{URL: url, Type: "taskmaster-observability-datasource", Name: "Task-Master"}, "1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func TestAnswersAreBounded(t *testing.T) {
	for name, write := range map[string]func(w http.ResponseWriter){
		"said beforehand": func(w http.ResponseWriter) { w.Header().Set("Content-Length", "2000000") },
		"as it comes": func(w http.ResponseWriter) {
			for range 2000 {
				_, _ = io.WriteString(w, strings.Repeat("x", 1000))
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w) }))
			t.Cleanup(server.Close)
			_, err := newClient(t, server.URL).ask(t.Context(), question{method: http.MethodGet, path: "/", limit: 1 << 20})
			if fault := AsFault(err); err == nil || fault.Status != 502 || !strings.Contains(fault.Sentence, "larger than 1 MB") {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL)
	client.http.Timeout = 20 * time.Millisecond
	_, err := client.ask(t.Context(), question{method: http.MethodGet, path: "/", limit: 1})
	if fault := AsFault(err); fault.Status != 504 || fault.Source != backend.ErrorSourceDownstream || !strings.Contains(fault.Sentence, "did not answer in time") {
		t.Errorf("ended with %v", err)
	}
}

// A stream without heartbeats is left, one with them is not.
func TestSilentStream(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: {\"type\":\"heartbeat\"}\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	client := newClient(t, server.URL)
	client.silence = 30 * time.Millisecond
	heard := 0
	err := client.Listen(t.Context(), Caller{}, "projects", "", func(Message) error { heard++; return nil })
	if !errors.Is(err, errSilent) || heard != 1 {
		t.Errorf("ended with %v after %d messages", err, heard)
	}
}

func TestPathsBelowAProxy(t *testing.T) {
	asked := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.RequestURI }))
	t.Cleanup(server.Close)
	if _, err := newClient(t, server.URL+"/tools/task%20master/").ask(t.Context(), question{method: http.MethodGet, path: "/api/v1/runs/a%2Fb?x=1", limit: 1}); err != nil {
		t.Fatal(err)
	}
	if got := <-asked; got != "/tools/task%20master/api/v1/runs/a%2Fb?x=1" {
		t.Errorf("asked %s", got)
	}
}
