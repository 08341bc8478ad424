import { type SceneObject } from '@grafana/scenes';

declare global {
  interface Window {
    /** Scenes keeps the dashboard on screen here; the template service reads its variables from it. */
    __grafanaSceneContext?: SceneObject;
  }
}
