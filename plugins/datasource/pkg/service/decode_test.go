package service

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// An answer that was cut off is never taken for a shorter one.
func TestTruncatedAnswersAreRefused(t *testing.T) {
	for _, name := range []string{"metric.json", "mixed.json", "error-field.json"} {
		body := contentOf(t, filepath.Join(golden, name))
		whole := len(strings.TrimSpace(string(body)))
		for cut := range whole {
			if responses, err := decodeAnswer(body[:cut]); err == nil {
				t.Fatalf("%s, cut after %d of %d bytes, was read as %v", name, cut, whole, responses)
			}
		}
	}
}

func answerWith(frame string) []byte {
	return []byte(`{"results":{"good":{"status":200,"frames":[{"schema":{"fields":[{"name":"n","type":"number","typeInfo":{"frame":"int64"}}]},"data":{"values":[[7]]}}]},"bad":{"status":200,"frames":[` + frame + `]}}}`)
}

// What is no frame is an error of its own query, never a panic, and the others are answered.
func TestMalformedFrames(t *testing.T) {
	field := `{"name":"n","type":"number","typeInfo":{"frame":"float64"}}`
	for name, frame := range map[string]string{
		"no typeInfo":           `{"schema":{"fields":[{"name":"n","type":"number"}]},"data":{"values":[[1]]}}`,
		"unknown type":          `{"schema":{"fields":[{"name":"n","type":"number","typeInfo":{"frame":"float128"}}]},"data":{"values":[[1]]}}`,
		"data before schema":    `{"data":{"values":[[1]]},"schema":{"fields":[` + field + `]}}`,
		"unknown key":           `{"schema":{"fields":[` + field + `]},"data":{"values":[[1]]},"more":1}`,
		"more columns":          `{"schema":{"fields":[` + field + `]},"data":{"values":[[1],[2]]}}`,
		"columns of two sizes":  `{"schema":{"fields":[` + field + `,` + field + `]},"data":{"values":[[1],[2,3]]}}`,
		"text in a number":      `{"schema":{"fields":[` + field + `]},"data":{"values":[["x"]]}}`,
		"entity out of range":   `{"schema":{"fields":[` + field + `]},"data":{"values":[[1]],"entities":[{"NaN":[9]}]}}`,
		"entity of no column":   `{"schema":{"fields":[` + field + `]},"data":{"values":[[1]],"entities":[null,{"NaN":[0]}]}}`,
		"entity of a time":      `{"schema":{"fields":[{"name":"t","type":"time","typeInfo":{"frame":"time.Time"}}]},"data":{"values":[[1]],"entities":[{"NaN":[0]}]}}`,
		"a text for a frame":    `"frame"`,
		"null for the settings": `{"schema":{"fields":[null]},"data":{"values":[[1]]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			responses, err := decodeAnswer(answerWith(frame))
			if err != nil {
				t.Fatal(err)
			}
			if good := responses["good"]; good.Error != nil || len(good.Frames) != 1 {
				t.Errorf("the good query was not answered: %v", good.Error)
			}
			bad := responses["bad"]
			if bad.Error == nil || bad.Status != 502 || bad.ErrorSource != backend.ErrorSourceDownstream {
				t.Errorf("the bad query has error %v, status %d, source %s", bad.Error, bad.Status, bad.ErrorSource)
			}
		})
	}
}

func TestOtherJSON(t *testing.T) {
	for _, body := range []string{``, `null`, `[]`, `{}`, `{"results":[]}`, `<html>`, `{"message":"x"}`} {
		if responses, err := decodeAnswer([]byte(body)); err == nil {
			t.Errorf("%q was read as %v", body, responses)
		}
	}
}

// Numbers that JSON has no word for, whole numbers beyond 2^53 and times before 1970 arrive as they are.
func TestValuesThatAreEasilyLost(t *testing.T) {
	frame := `{"schema":{"fields":[
		{"name":"f","type":"number","typeInfo":{"frame":"float64","nullable":true}},
		{"name":"i","type":"number","typeInfo":{"frame":"int64"}},
		{"name":"t","type":"time","typeInfo":{"frame":"time.Time"}},
		{"name":"j","type":"other","typeInfo":{"frame":"json.RawMessage"}}]},
		"data":{"values":[[null,null,null,null],[9007199254740993,-1,0,1],[-1,0,1795261385752,253402300799999],[{"a":[1,"ü"]},null,1,"x"]],
		"entities":[{"NaN":[0],"Inf":[1],"NegInf":[2]},null,null,null]}}`
	responses, err := decodeAnswer(answerWith(frame))
	if err != nil || responses["bad"].Error != nil {
		t.Fatal(err, responses["bad"].Error)
	}
	fields := responses["bad"].Frames[0].Fields
	floats := []any{}
	for row := range 4 {
		value, present := fields[0].ConcreteAt(row)
		floats = append(floats, value, present)
	}
	if !math.IsNaN(floats[0].(float64)) || !math.IsInf(floats[2].(float64), 1) || !math.IsInf(floats[4].(float64), -1) || floats[7] != false {
		t.Errorf("NaN, infinities and null became %v", floats)
	}
	got := fmt.Sprint(fields[1].At(0), fields[2].At(0), fields[2].At(3))
	if want := "9007199254740993 1969-12-31 23:59:59.999 +0000 UTC 9999-12-31 23:59:59.999 +0000 UTC"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if text := fmt.Sprintf("%s", fields[3].At(0)); text != `{"a":[1,"ü"]}` {
		t.Errorf("JSON became %s", text)
	}
}

func TestEveryResponseIsComplete(t *testing.T) {
	responses, err := decodeAnswer([]byte(`{"results":{"A":{},"B":{"error":"no"},"C":{"status":503},"D":{"status":400,"error":"x","errorSource":"plugin"},"E":{"status":429,"error":"","errorSource":"nobody"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for refID, want := range map[string]string{"A": "200  false", "B": "500 downstream true", "C": "503 downstream true", "D": "400 plugin true", "E": "429 downstream true"} {
		one := responses[refID]
		if got := fmt.Sprint(int(one.Status), " ", string(one.ErrorSource), " ", one.Error != nil); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%s: %s, want %s", refID, got, want)
		}
	}
}
