namespace Rollout.FakeKubernetes.Cel;

/// <summary>A parsed expression of the Common Expression Language.</summary>
internal abstract record CelNode
{
    public sealed record Literal(object? Value) : CelNode;

    public sealed record Name(string Text) : CelNode;

    public sealed record Select(CelNode Target, string Field) : CelNode;

    public sealed record Index(CelNode Target, CelNode At) : CelNode;

    /// <summary>A function, or a method when it has a target.</summary>
    public sealed record Call(CelNode? Target, string Function, IReadOnlyList<CelNode> Arguments) : CelNode;

    public sealed record Unary(string Operator, CelNode Operand) : CelNode;

    public sealed record Binary(string Operator, CelNode Left, CelNode Right) : CelNode;

    public sealed record Choice(CelNode Condition, CelNode Then, CelNode Else) : CelNode;

    public sealed record ListOf(IReadOnlyList<CelNode> Items) : CelNode;

    public sealed record MapOf(IReadOnlyList<(CelNode Key, CelNode Value)> Entries) : CelNode;

    /// <summary><c>Object{...}</c>, <c>Object.spec{...}</c>: fields of an apply configuration; the type's name says nothing that the place does not.</summary>
    public sealed record ObjectOf(IReadOnlyList<(string Field, CelNode Value)> Fields) : CelNode;
}
