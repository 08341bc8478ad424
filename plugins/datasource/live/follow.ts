import { Observable, Subscription } from 'rxjs';

/**
 * Asks at once, and again after each signal: never two questions at a time, never sooner than `pauseMs` after the last
 * one was asked, and always once more after the last signal. Ends when nobody listens any more.
 */
export function follow<T>(ask: () => Observable<T>, signals: Observable<unknown>, pauseMs: number): Observable<T> {
  return new Observable((subscriber) => {
    const all = new Subscription();
    let askedAt = 0;
    let busy = false;
    let due = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const start = () => {
      timer = undefined;
      busy = true;
      due = false;
      askedAt = Date.now();
      all.add(
        ask().subscribe({
          next: (answer) => subscriber.next(answer),
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            busy = false;
            if (due) {
              soon();
            }
          },
        })
      );
    };
    const soon = () => {
      due = true;
      if (!busy && timer === undefined) {
        timer = setTimeout(start, Math.max(0, askedAt + pauseMs - Date.now()));
      }
    };
    all.add(signals.subscribe({ next: soon, error: (error: unknown) => subscriber.error(error) }));
    start();
    return () => {
      clearTimeout(timer);
      all.unsubscribe();
    };
  });
}
