package service

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const golden = "../../../../contract/golden"

func goldenFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(golden, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 15 {
		t.Fatalf("only %d golden answers were found in %s", len(files), golden)
	}
	return files
}

func contentOf(t *testing.T, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Every answer the contract promises is read by Go and means the same when Grafana writes it again.
func TestGoldenAnswersKeepTheirMeaning(t *testing.T) {
	for _, file := range goldenFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body := contentOf(t, file)
			decoded, err := decodeAnswer(body)
			if err != nil {
				t.Fatal(err)
			}
			written, err := json.Marshal(&backend.QueryDataResponse{Responses: decoded})
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range changes("", meaning(t, body), meaning(t, written)) {
				t.Error(change)
			}
		})
	}
}

// changes lists, by path, what differs between two answers. What is only in the second is of no account where it says what is
// so without it: the query's own refId, no version of a type.
func changes(path string, before, after any) []string {
	var list []string
	switch one := before.(type) {
	case map[string]any:
		other, ok := after.(map[string]any)
		if !ok {
			break
		}
		for key := range other {
			if _, was := one[key]; !was && key != "refId" && !(key == "typeVersion" && fmt.Sprint(other[key]) == "[0 0]") {
				list = append(list, path+"/"+key+" came from nowhere: "+clip(fmt.Sprint(other[key])))
			}
		}
		for key, child := range one {
			list = append(list, changes(path+"/"+key, child, other[key])...)
		}
		return list
	case []any:
		other, ok := after.([]any)
		if !ok || len(one) != len(other) {
			break
		}
		for i, child := range one {
			list = append(list, changes(fmt.Sprintf("%s/%d", path, i), child, other[i])...)
		}
		return list
	}
	if !reflect.DeepEqual(before, after) {
		list = append(list, clip(fmt.Sprintf("%s was %v and became %v", path, before, after)))
	}
	return list
}

// meaning is an answer without what only has one reading: empty frames, empty config, lists of no entities.
func meaning(t *testing.T, body []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	return tidy(tree)
}

func tidy(node any) any {
	switch value := node.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, child := range value {
			child = tidy(child)
			if !nothing(child) {
				kept[key] = child
			}
		}
		return kept
	case []any:
		list := make([]any, len(value))
		for i, child := range value {
			list[i] = tidy(child)
		}
		return list
	case json.Number:
		number, err := value.Float64()
		if err != nil {
			return value
		}
		return number
	}
	return node
}

func nothing(node any) bool {
	switch value := node.(type) {
	case nil:
		return true
	case map[string]any:
		return len(value) == 0
	case []any:
		return len(value) == 0
	}
	return false
}
