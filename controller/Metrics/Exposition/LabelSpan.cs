namespace Rollout.Metrics.Exposition;

/// <summary>Where a label stands in its line, so that no string is made before somebody wants it.</summary>
/// <param name="NameStart">Byte offset in the line.</param>
/// <param name="NameLength">In bytes.</param>
/// <param name="ValueStart">First byte after the opening quote.</param>
/// <param name="ValueLength">In bytes, escapes as written.</param>
/// <param name="Escaped">Whether the value holds a backslash.</param>
internal readonly record struct LabelSpan(int NameStart, int NameLength, int ValueStart, int ValueLength, bool Escaped);
