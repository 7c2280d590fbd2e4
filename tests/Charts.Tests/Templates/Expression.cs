namespace Rollout.Charts.Tests.Templates;

/// <summary>What has a value.</summary>
internal abstract record Expression
{
    public sealed record Literal(object? Value) : Expression;

    /// <summary>Fields of the dot.</summary>
    public sealed record Dot(string[] Fields) : Expression;

    /// <summary>Fields of a variable; the empty name is the root.</summary>
    public sealed record Variable(string Name, string[] Fields) : Expression;

    /// <summary>Fields of something in parentheses.</summary>
    public sealed record FieldsOf(Expression Of, string[] Fields) : Expression;

    /// <summary>A function, or a method that the last field of <paramref name="Target"/> names.</summary>
    public sealed record Call(string Function, Expression? Target, IReadOnlyList<Expression> Arguments) : Expression;
}
