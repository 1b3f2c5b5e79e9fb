import type { NodeTransform } from "@vue/compiler-core";

const STATIC = 6;

/** In a browser uni-app's buttons are elements that no reader knows: here they get the role, and their turn on Tab. */
export const buttonRoles: NodeTransform = (node) => {
  if (node.type !== 1 || node.tag !== "button") return;
  const given = new Set(node.props.map((prop) => (prop.type === STATIC ? prop.name : "")));
  for (const [name, content] of [["role", "button"], ["tabindex", "0"]] as const) {
    if (given.has(name)) continue;
    node.props.push({ type: STATIC, name, nameLoc: node.loc, value: { type: 2, content, loc: node.loc }, loc: node.loc });
  }
};
