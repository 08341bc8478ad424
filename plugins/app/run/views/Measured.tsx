import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';

interface Size {
  width: number;
  height: number;
}

interface Props {
  /** CSS height of the place; the width is what there is. */
  height: string;
  children: (size: Size) => React.ReactNode;
}

/** A place of known size for pictures that need one. Draws nothing until it was measured. */
export function Measured({ height, children }: Props) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    const element = place.current;
    if (!element) {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      const next = { width: element.clientWidth, height: element.clientHeight };
      setSize((old) => (old?.width === next.width && old.height === next.height ? old : next));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className={styles.place} style={{ height }}>
      {size && size.width > 0 && size.height > 0 ? children(size) : null}
    </div>
  );
}

const getStyles = () => ({ place: css({ minWidth: 0, overflow: 'hidden' }) });
