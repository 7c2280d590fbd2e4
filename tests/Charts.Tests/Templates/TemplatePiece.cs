namespace Rollout.Charts.Tests.Templates;

/// <summary>A stretch of plain text, or what stands between two pairs of braces.</summary>
internal sealed record TemplatePiece(bool IsAction, string Text, int Line);
