package service

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Caller is on whose behalf Grafana asks; passed on as headers so that the service's log and audit can name it.
type Caller struct {
	OrgID int64
	Login string
	Role  string
	// FromAlert is set where an alert rule asks: nobody is signed in then.
	FromAlert bool
	Dashboard string
	Panel     string
}

// CallerOf reads a request's context and its forwarded headers.
func CallerOf(plugin backend.PluginContext, header func(name string) string) Caller {
	caller := Caller{
		OrgID:     plugin.OrgID,
		FromAlert: header(backend.FromAlertHeaderName) == "true",
		Dashboard: header("X-Dashboard-Uid"),
		Panel:     header("X-Panel-Id"),
	}
	if plugin.User != nil {
		caller.Login, caller.Role = plugin.User.Login, plugin.User.Role
	}
	return caller
}

// Headers of a request in any of the forms Grafana gives them: as they are, or with a prefix.
func Headers(plain map[string]string, forwarded http.Header) func(name string) string {
	return func(name string) string {
		if value, ok := plain[name]; ok {
			return value
		}
		return forwarded.Get(name)
	}
}

func (c Caller) addTo(header http.Header) {
	set := func(name, value string) {
		if value != "" {
			header.Set(name, headerText(value))
		}
	}
	if c.OrgID != 0 {
		header.Set("X-Grafana-Org-Id", strconv.FormatInt(c.OrgID, 10))
	}
	set("X-Grafana-User", c.Login)
	set("X-Grafana-Role", c.Role)
	set("X-Grafana-Dashboard-Uid", c.Dashboard)
	set("X-Grafana-Panel-Id", c.Panel)
	if c.FromAlert {
		header.Set("X-Grafana-From-Alert", "true")
	}
}

// headerText writes what a header cannot hold (anything but visible ASCII) and % as %XX, so that a name cannot break out.
func headerText(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '%' }) < 0 {
		return clip(text)
	}
	return clip(url.PathEscape(text))
}
