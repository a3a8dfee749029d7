import { Component, type ComponentChildren } from "preact";

/** A page that fails to draw says so, and leaves the rest of the console in use. Another `page` tries anew. */
export class CatchErrors extends Component<
  { readonly page: string; readonly children: ComponentChildren },
  { readonly failed: string | null }
> {
  override state = { failed: null };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failed: this.props.page });
  }

  override render() {
    if (this.state.failed !== this.props.page) return this.props.children;
    return (
      <div class="failure" role="alert">
        <p>This page could not be drawn. Its data may be of a newer collector.</p>
        <button type="button" class="button" onClick={() => this.setState({ failed: null })}>
          Try again
        </button>
      </div>
    );
  }
}
