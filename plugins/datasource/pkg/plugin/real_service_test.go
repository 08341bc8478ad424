package plugin

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const (
	readToken = "a-token-for-the-tests-of-the-datasource"
	start     = "../../../../backend/src/cli/index.ts"
)

// theirs is the service of this repository, run by Node on a data folder and a port of its own.
type theirs struct{ url, control, tasks string }

// writeTasks replaces the project's task file, as Task Master does.
func (s theirs) writeTasks(t *testing.T, status string) {
	t.Helper()
	file := `{"master":{"tasks":[{"id":1,"title":"Shelves","status":"` + status + `","dependencies":[],"priority":"high","subtasks":[]},` +
		`{"id":2,"title":"Books","status":"pending","dependencies":[1],"priority":"low","subtasks":[]}]}}`
	if err := os.WriteFile(s.tasks+".new", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(s.tasks+".new", s.tasks); err != nil {
		t.Fatal(err)
	}
}

func realService(t *testing.T) theirs {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not here to run the service with: npm test brings one along")
	}
	if version, err := exec.Command(node, "-p", "Number(process.versions.node.split('.')[0]) >= 24").Output(); err != nil || strings.TrimSpace(string(version)) != "true" {
		t.Skip("the service needs Node 24 or newer: npm test brings one along")
	}
	folder, project := t.TempDir(), filepath.Join(t.TempDir(), "bookshop")
	if err := os.MkdirAll(filepath.Join(project, ".taskmaster", "tasks"), 0o700); err != nil {
		t.Fatal(err)
	}
	service := theirs{tasks: filepath.Join(project, ".taskmaster", "tasks", "tasks.json")}
	service.writeTasks(t, "pending")
	command := exec.Command(node, "--disable-warning=ExperimentalWarning", start, "start", "--data", folder, "--port", "0", "--no-import", "--project", project, "--log-level", "warn")
	command.Env = append(os.Environ(), "TASKMASTER_OBSERVE_TOKEN="+readToken)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		<-ended
	})
	for {
		var running struct{ URL string }
		body, err := os.ReadFile(filepath.Join(folder, "service.json"))
		if err == nil && json.Unmarshal(body, &running) == nil && running.URL != "" {
			token, err := os.ReadFile(filepath.Join(folder, "control-token"))
			if err != nil {
				t.Fatal(err)
			}
			service.url, service.control = running.URL, strings.TrimSpace(string(token))
			return service
		}
		select {
		case <-ended:
			t.Fatalf("the service ended before it was ready: %s", said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s theirs) post(t *testing.T, path, body string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+readToken)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s was answered %d %s, %v", path, response.StatusCode, answer, err)
	}
	return answer
}

// What the executable asks and says fits the service as it is now, not only a fake of it.
func TestWithTheRealService(t *testing.T) {
	service := realService(t)
	datasource := newDatasource(t, service.url, secrets{"apiToken": readToken, "controlToken": service.control})

	id := followed(t, datasource)
	result, details := check(t, datasource, "Admin")
	if result.Status != backend.HealthStatusOk || details.Cause != "ok" || *details.Projects != 1 || *details.ServiceAPI != 1 {
		t.Errorf("it is %+v: %s", details, result.Message)
	}
	t.Run("every query type", func(t *testing.T) { everyQueryType(t, service, datasource) })
	t.Run("a stream", func(t *testing.T) { streamed(t, service, datasource, id) })
	t.Run("resources", func(t *testing.T) {
		if answer := call(t, datasource, get("tasks/"+id+"/master/2", "")); answer.Status != 200 || !strings.Contains(string(answer.Body), `"Books"`) {
			t.Errorf("a task was answered %d %s", answer.Status, answer.Body)
		}
		if answer := call(t, datasource, get("runs/nothing", "")); answer.Status != 404 || !strings.Contains(string(answer.Body), "There is no run") {
			t.Errorf("no run was answered %d %s", answer.Status, answer.Body)
		}
		purge := &backend.CallResourceRequest{PluginContext: as("Editor", "ed"), Method: http.MethodPost, Path: "control/purge", URL: "control/purge", Body: []byte(`{"project":"nothing"}`)}
		if answer := call(t, datasource, purge); answer.Status == 401 || answer.Status == 502 || answer.Status == 403 {
			t.Errorf("an editor's purge was answered %d %s", answer.Status, answer.Body)
		}
	})
	t.Run("wrong tokens", func(t *testing.T) {
		wrong := newDatasource(t, service.url, secrets{"apiToken": "wrong"})
		if response := askOne(t, wrong); response.Status != 401 || response.ErrorSource != backend.ErrorSourceDownstream {
			t.Errorf("answered %+v", response)
		}
		if _, details := check(t, newDatasource(t, service.url, secrets{"apiToken": readToken, "controlToken": "wrong"}), "Admin"); details.Cause != "control-token" {
			t.Errorf("a wrong control token is %s", details.Cause)
		}
	})
}

// everyQueryType compares what the executable answers with the service's own answer to the same question.
func everyQueryType(t *testing.T, service theirs, datasource *Datasource) {
	types := []string{"projects", "runs", "tasks", "dependencyGraph", "timeline", "events", "status", "metric", "logs", "traces", "checkpoints"}
	var queries []backend.DataQuery
	asked := []map[string]any{}
	for _, name := range types {
		fields := map[string]any{}
		if name == "metric" {
			fields["metric"] = "taskmaster_events_total"
		}
		model, err := json.Marshal(map[string]any{"query": fields})
		if err != nil {
			t.Fatal(err)
		}
		one := query(name, name, string(model))
		one.TimeRange = backend.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now().Add(-time.Second)}
		queries = append(queries, one)
		asked = append(asked, map[string]any{"refId": name, "queryType": name, "query": fields, "intervalMs": 15000, "maxDataPoints": 500,
			"timeRange": map[string]int64{"from": one.TimeRange.From.UnixMilli(), "to": one.TimeRange.To.UnixMilli()}})
	}
	body, err := json.Marshal(map[string]any{"queries": asked})
	if err != nil {
		t.Fatal(err)
	}
	var directly backend.QueryDataResponse
	if err := json.Unmarshal(service.post(t, "/api/v1/query", string(body)), &directly); err != nil {
		t.Fatal(err)
	}
	forwarded := ask(t, datasource, &backend.QueryDataRequest{Queries: queries})
	for _, name := range types {
		one, other := forwarded[name], directly.Responses[name]
		if one.Error != nil || one.Status != 200 || len(one.Frames) == 0 {
			t.Errorf("%s was answered %+v", name, one)
			continue
		}
		for i, frame := range one.Frames {
			part := data.IncludeAll
			if name == "status" {
				part = data.IncludeSchemaOnly // how long something has lasted differs from one question to the next
			}
			mine, err := data.FrameToJSON(frame, part)
			if err != nil {
				t.Fatal(err)
			}
			its, err := data.FrameToJSON(other.Frames[i], part)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(mine, its) {
				t.Errorf("%s, frame %d:\n%.300s\n%.300s", name, i, mine, its)
			}
		}
	}
}

// followed is the id of the project, once its file has been read.
func followed(t *testing.T, datasource *Datasource) string {
	t.Helper()
	for {
		_, details := check(t, datasource, "Admin")
		var projects []struct{ ID string }
		answer := call(t, datasource, get("projects", ""))
		if err := json.Unmarshal(answer.Body, &projects); err == nil && details.Cause == "ok" && len(projects) == 1 {
			return projects[0].ID
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the project's file was not read")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func streamed(t *testing.T, service theirs, datasource *Datasource, project string) {
	subscribed, err := datasource.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{Path: "project/" + project})
	if err != nil || subscribed.Status != backend.SubscribeStreamStatusOK {
		t.Fatalf("subscribing was answered %v, %v", subscribed, err)
	}
	missing, err := datasource.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{Path: "project/nobody"})
	if err != nil || missing.Status != backend.SubscribeStreamStatusNotFound {
		t.Errorf("a project that is not there was answered %v, %v", missing, err)
	}
	packets := run(t, datasource, "project/"+project)
	var packet json.RawMessage
	for status := "in-progress"; packet == nil; { // until the stream stands nothing is sent on it
		service.writeTasks(t, status)
		select {
		case packet = <-packets:
		case <-time.After(500 * time.Millisecond):
			status = map[string]string{"in-progress": "done", "done": "in-progress"}[status]
		}
	}
	frame := &data.Frame{}
	if err := json.Unmarshal(packet, frame); err != nil {
		t.Fatal(err)
	}
	if rows, err := frame.RowLen(); err != nil || rows == 0 || frame.Name != "tasks" || frame.Fields[0].Name != "id" || frame.Fields[0].At(0) != project+"/master/1" {
		t.Errorf("the stream sent %d rows of %s: %s", rows, frame.Name, packet)
	}
}
