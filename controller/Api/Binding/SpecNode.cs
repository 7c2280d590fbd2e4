namespace Rollout.Api.Binding;

/// <summary>
/// A specification as it was written, before anyone knows what it means: from YAML, from JSON, from wherever. Nothing is resolved,
/// dropped or merged: a key that stands twice stands here twice.
/// </summary>
public abstract record SpecNode(SpecPlace Place)
{
    /// <summary>"a map", "a list", "text", ... for messages.</summary>
    public abstract string Described { get; }

    /// <param name="Place">Where.</param>
    /// <param name="Entries">In the order written.</param>
    public sealed record Map(SpecPlace Place, IReadOnlyList<SpecEntry> Entries) : SpecNode(Place)
    {
        public override string Described => "a map";
    }

    /// <param name="Place">Where.</param>
    /// <param name="Items">In the order written.</param>
    public sealed record Sequence(SpecPlace Place, IReadOnlyList<SpecNode> Items) : SpecNode(Place)
    {
        public override string Described => "a list";
    }

    /// <param name="Place">Where.</param>
    /// <param name="Text">As written, without quotes.</param>
    /// <param name="Kind">What it was written as.</param>
    public sealed record Scalar(SpecPlace Place, string Text, ScalarKind Kind) : SpecNode(Place)
    {
        public override string Described => Kind switch
        {
            ScalarKind.Text => $"the text '{Clip(Text)}'",
            ScalarKind.Number => $"the number {Clip(Text)}",
            ScalarKind.Boolean => Text,
            ScalarKind.Null => "empty",
        };

        private static string Clip(string text) => text.Length <= 60 ? text : text[..57] + "...";
    }
}
