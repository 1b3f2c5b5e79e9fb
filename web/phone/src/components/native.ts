import { defineComponent, h } from "vue";

/** The browser's own controls, which phones show as they know best; the framework's are far heavier. Browser only. */
export const NativeSelect = defineComponent({
  props: { names: { type: Array as () => string[], required: true }, at: { type: Number, required: true }, label: { type: String, required: true } },
  emits: ["pick"],
  setup: (props, { emit }) => () =>
    h(
      "select",
      { class: "choice", "aria-label": props.label, value: props.at, onChange: (event: Event) => emit("pick", Number((event.target as HTMLSelectElement).value)) },
      props.names.map((name, index) => h("option", { value: index, selected: index === props.at }, name)),
    ),
});

export const NativeWhen = defineComponent({
  props: { mode: { type: String, required: true }, value: { type: String, required: true }, start: { type: String, default: "" }, end: { type: String, default: "" }, label: { type: String, required: true } },
  emits: ["pick"],
  setup: (props, { emit }) => () =>
    h("input", {
      class: "choice", type: props.mode, value: props.value, min: props.start || undefined, max: props.end || undefined, "aria-label": props.label,
      onChange: (event: Event) => {
        const { value } = event.target as HTMLInputElement;
        if (value) emit("pick", value);
      },
    }),
});
