package plugin

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Every failure is a sentence that names whose fault it is and what to do, with the status and the source Grafana counts by.
func TestWhoseFault(t *testing.T) {
	const plugin, downstream = backend.ErrorSourcePlugin, backend.ErrorSourceDownstream
	said := `{"statusCode":0,"error":"x","code":"X","message":"It said so."}`
	for name, one := range map[string]struct {
		answer http.HandlerFunc
		status backend.Status
		source backend.ErrorSource
		text   string
	}{
		"wrong token": {says(401, said), 401, downstream, `refuses the datasource's API token.*settings`},
		"forbidden":   {says(403, said), 403, downstream, `refuses Grafana: It said so\.`},
		"wrong host":  {says(421, said), 403, downstream, `refuses Grafana: It said so\.`},
		"not there":   {says(404, said), 502, downstream, `another service, or .*older than the plugin`},
		"too large":   {says(413, said), 413, plugin, `larger than`},
		"bad request": {says(400, said), 400, plugin, `did not take this plugin's request: It said so\.`},
		"too often": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "7")
			says(429, said)(w, r)
		}, 429, downstream, `too often: It said so\. Try again in 7 s`},
		"overloaded":    {says(503, said), 503, downstream, `cannot answer now: It said so\. Try again`},
		"disk full":     {says(507, said), 503, downstream, `cannot answer now: It said so\.`},
		"failed":        {says(500, `oops`), 502, downstream, `failed \(HTTP 500\)\.$`},
		"a log-in page": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "https://sso/", http.StatusFound) }, 502, downstream, `redirects to “https://sso/”`},
		"html":          {says(200, `<!doctype html>`), 502, downstream, `cannot be read`},
		"cut off":       {says(200, `{"results":{"A":{"status":200,"fra`), 502, downstream, `cannot be read: it was cut off`},
		"left out":      {says(200, `{"results":{"B":{"status":200}}}`), 502, downstream, `left this query out`},
		"no frame":      {says(200, `{"results":{"A":{"frames":[{"data":{"values":[[1]]}}]}}}`), 502, downstream, `no data frame.*fault of the service`},
		"broken off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "999")
			_, _ = io.WriteString(w, `{"results"`)
		}, 502, downstream, `broke off before its answer was whole`},
		"its own, ours":    {says(200, `{"results":{"A":{"status":400,"error":"No such metric.","errorSource":"plugin"}}}`), 400, plugin, `^No such metric\.$`},
		"its own, beneath": {says(200, `{"results":{"A":{"status":504,"error":"Prometheus is slow.","errorSource":"downstream"}}}`), 504, downstream, `^Prometheus is slow\.$`},
	} {
		t.Run(name, func(t *testing.T) {
			service := newFake(t, map[string]http.HandlerFunc{"/api/v1/query": one.answer})
			response := askOne(t, newDatasource(t, service.URL, secrets{"apiToken": "t"}))
			if response.Error == nil {
				t.Fatal("it was no error")
			}
			if response.Status != one.status || response.ErrorSource != one.source || !regexp.MustCompile(one.text).MatchString(response.Error.Error()) {
				t.Errorf("%d, %s: %s", response.Status, response.ErrorSource, response.Error)
			}
			if text := response.Error.Error(); !strings.HasSuffix(text, ".") || strings.Contains(text, service.URL) {
				t.Errorf("no sentence for viewers: %s", text)
			}
		})
	}
}

func TestWhatDoesNotAnswer(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	secure.Config.ErrorLog = nil
	plain := newFake(t, nil)
	deaf := listenWithoutAnswer(t)
	for name, one := range map[string]struct{ url, text string }{
		"refused":             {closed.URL, `Nothing answers at the datasource's URL`},
		"unknown host":        {"http://no-such-host.invalid:4747", `“no-such-host\.invalid”, is not known`},
		"unknown certificate": {secure.URL, `could not be made safe \(TLS\)`},
		"https where http is": {strings.Replace(plain.URL, "http:", "https:", 1), `could not be made safe \(TLS\)`},
		"hangs up":            {deaf, `broke off before its answer was whole|could not be reached`},
		"no URL":              {"", `has no URL`},
		"no address":          {"127.0.0.1:4747", `is no address`},
		"another scheme":      {"file:///etc/passwd", `is no address`},
		"a password in it":    {"http://a:b@host", `user name.*Basic auth`},
	} {
		t.Run(name, func(t *testing.T) {
			response := askOne(t, newDatasource(t, one.url, nil))
			if response.Error == nil || response.ErrorSource != backend.ErrorSourceDownstream || !regexp.MustCompile(one.text).MatchString(response.Error.Error()) {
				t.Errorf("%d, %s: %v", response.Status, response.ErrorSource, response.Error)
			}
		})
	}
}

// listenWithoutAnswer accepts and hangs up.
func listenWithoutAnswer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_ = connection.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

// Which side is older is said, whatever the answers look like.
func TestVersions(t *testing.T) {
	for name, one := range map[string]struct {
		ready  string
		source backend.ErrorSource
		text   string
	}{
		"newer service": {`{"state":"ok","version":"2.0.0","api":2,"dependencies":[]}`, backend.ErrorSourcePlugin, `The plugin is older than the service \(version 2\.0\.0\).*Update the plugin\.`},
		"older service": {`{"state":"ok","version":"0.0.9","dependencies":[]}`, backend.ErrorSourceDownstream, `The service \(version 0\.0\.9\) is older than the plugin.*Update the service`},
	} {
		t.Run(name, func(t *testing.T) {
			service := newFake(t, map[string]http.HandlerFunc{"/health/ready": says(200, one.ready), "/api/v1/query": says(200, `{"results":{}}`)})
			response := askOne(t, newDatasource(t, service.URL, nil))
			if response.Error == nil || response.ErrorSource != one.source || !regexp.MustCompile(one.text).MatchString(response.Error.Error()) {
				t.Errorf("%s: %v", response.ErrorSource, response.Error)
			}
			if len(service.to("/api/v1/query")) != 0 {
				t.Error("a service of another version was asked all the same")
			}
		})
	}
}
