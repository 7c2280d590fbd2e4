namespace Rollout.Charts.Tests.Templates;

internal enum WordKind
{
    /// <summary><c>include</c>, <c>if</c>, <c>true</c>.</summary>
    Name,

    /// <summary><c>.Values.image</c> or the bare dot.</summary>
    Field,

    /// <summary><c>$</c>, <c>$name</c>, without its fields.</summary>
    Variable,

    Text,
    Number,

    /// <summary><c>( ) | , = :=</c>.</summary>
    Sign,
}

/// <summary>A word of an action. <paramref name="Glued"/>: no white space before it.</summary>
internal sealed record Word(WordKind Kind, string Text, bool Glued);
