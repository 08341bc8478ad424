package service

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// refusalOf turns an answer that is no success into a sentence: whose fault it was and what to do.
func refusalOf(answer *Answer, hasToken bool) *Fault {
	said := sayingOf(answer.Body)
	detail := fmt.Errorf("HTTP %d: %s", answer.Status, clip(strings.TrimSpace(string(answer.Body))))
	fault := downstream(http.StatusBadGateway, "", detail)
	fault.RetryAfter = answer.Header.Get("Retry-After")
	switch status := answer.Status; {
	case status >= 300 && status < 400:
		fault.Cause = "refused"
		fault.Sentence = "Something at the datasource's URL redirects to “" + clip(answer.Header.Get("Location")) + "”. Enter the service's own address in the datasource's settings, or have the log-in in front of it let Grafana through."
	case status == http.StatusUnauthorized && hasToken:
		fault.Status, fault.Cause = status, "token"
		fault.Sentence = "The Task-Master Observability service refuses the datasource's API token. Enter the right one in the datasource's settings."
	case status == http.StatusUnauthorized:
		fault.Status, fault.Cause = status, "token"
		fault.Sentence = "The Task-Master Observability service asks for an API token. Enter it in the datasource's settings."
	case status == http.StatusForbidden || status == http.StatusMisdirectedRequest:
		fault.Status, fault.Cause = http.StatusForbidden, "refused"
		fault.Sentence = "The Task-Master Observability service refuses Grafana" + reason(said)
	case status == http.StatusNotFound:
		fault.Cause = "other-service"
		fault.Sentence = "What answers at the datasource's URL does not know this request: it is another service, or a Task-Master Observability that is older than the plugin. Correct the URL, or update the service."
	case status == http.StatusRequestEntityTooLarge:
		fault.Status, fault.Source = status, backend.ErrorSourcePlugin
		fault.Sentence = "The request is larger than the Task-Master Observability service takes. Ask fewer or shorter queries at once."
	case status == http.StatusTooManyRequests:
		fault.Status = status
		fault.Sentence = "The Task-Master Observability service was asked too often" + reason(said) + again(fault.RetryAfter)
	case status >= 400 && status < 500:
		fault.Status, fault.Source = http.StatusBadRequest, backend.ErrorSourcePlugin
		fault.Sentence = "The Task-Master Observability service did not take this plugin's request" + reason(said)
	case status == http.StatusServiceUnavailable || status == http.StatusInsufficientStorage:
		fault.Status = http.StatusServiceUnavailable
		fault.Sentence = "The Task-Master Observability service cannot answer now" + reason(said) + again(fault.RetryAfter)
	default:
		fault.Sentence = fmt.Sprintf("The Task-Master Observability service failed (HTTP %d)%s", status, reason(said))
	}
	return fault
}

// sayingOf is the service's own sentence in an error's body, or nothing.
func sayingOf(body []byte) string {
	var said struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &said) != nil {
		return ""
	}
	return strings.TrimSpace(said.Message)
}

func reason(said string) string {
	if said == "" {
		return "."
	}
	said = clip(said)
	if !strings.ContainsAny(said[len(said)-1:], ".!?") {
		said += "."
	}
	return ": " + said
}

func again(seconds string) string {
	if seconds == "" {
		return " Try again in a moment."
	}
	return " Try again in " + clip(seconds) + " s."
}
