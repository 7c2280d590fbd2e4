namespace Rollout.Charts.Tests.Templates;

/// <summary>A part of a template.</summary>
internal abstract record Node(string Place)
{
    public sealed record Text(string Place, string Value) : Node(Place);

    public sealed record Output(string Place, Expression Value) : Node(Place);

    /// <summary><c>:=</c> makes a variable, <c>=</c> changes one.</summary>
    public sealed record Assign(string Place, string Name, bool Declares, Expression Value) : Node(Place);

    public sealed record If(string Place, Expression Condition, IReadOnlyList<Node> Then, IReadOnlyList<Node> Else) : Node(Place);

    public sealed record With(string Place, Expression Value, IReadOnlyList<Node> Then, IReadOnlyList<Node> Else) : Node(Place);

    public sealed record Range(string Place, string? Key, string? Item, Expression Over, IReadOnlyList<Node> Each, IReadOnlyList<Node> Else) : Node(Place);
}
