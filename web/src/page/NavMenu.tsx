import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import { NavList } from './NavList.tsx';
import { type Navigation } from './navigation.ts';

/** The navigation where there is no room beside the page: a button that opens it over the page. */
export function NavMenu({ navigation }: { navigation: Navigation }) {
  const styles = useStyles2(getStyles);
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  const closeOutside = (event: React.MouseEvent) => {
    if (event.target === dialog.current) {
      close(); // the dialog itself is hit only beside what it holds
    }
  };
  return (
    <>
      <IconButton
        name="bars"
        size="xl"
        className={styles.button}
        aria-label="Menu: pages and dashboards"
        onClick={() => dialog.current?.showModal()}
      />
      <dialog ref={dialog} className={styles.dialog} aria-label="Menu" onClick={closeOutside}>
        <div className={styles.body}>
          <IconButton name="times" size="xl" className={styles.button} aria-label="Close the menu" onClick={close} />
          <NavList navigation={navigation} onChoose={close} />
        </div>
      </dialog>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({ minWidth: 44, minHeight: 44, justifyContent: 'center' }),
  dialog: css({
    position: 'fixed',
    inset: '0 auto 0 0',
    width: 'min(320px, 88vw)',
    height: '100dvh',
    maxHeight: 'none',
    margin: 0,
    padding: 0,
    border: 'none',
    borderRight: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
    color: theme.colors.text.primary,
    overflowY: 'auto',
    '&::backdrop': { background: theme.components.overlay.background },
  }),
  body: css({ minHeight: '100%', padding: theme.spacing(1) }),
});
