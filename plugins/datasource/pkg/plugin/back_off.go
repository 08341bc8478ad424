package plugin

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/taskmaster-observability/datasource/pkg/service"
)

const (
	shortestPause = 500 * time.Millisecond
	longestPause  = 30 * time.Second
	// refusedPause is for what only new settings mend.
	refusedPause = time.Minute
)

// backOff says how long to wait before the next try: longer each time, and never together with all other streams.
type backOff struct {
	tries int
}

// reset is called when the service has been heard again.
func (b *backOff) reset() { b.tries = 0 }

// next is the pause after a fault; between half and the whole of what the number of tries asks for.
func (b *backOff) next(fault *service.Fault) time.Duration {
	whole := min(longestPause, shortestPause<<min(b.tries, 10))
	b.tries++
	switch fault.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusBadRequest:
		whole = refusedPause
	}
	if seconds, err := strconv.Atoi(fault.RetryAfter); err == nil && seconds > 0 {
		whole = max(whole, 2*min(refusedPause, time.Duration(seconds)*time.Second))
	}
	return whole/2 + rand.N(whole/2) //nolint:gosec // only spreads load
}
