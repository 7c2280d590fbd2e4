using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>Effects in words: <c>21 % less than its share (between 13 % and 28 % less)</c>.</summary>
internal static class EffectText
{
    public static string Of(string metric, Assessment assessment) =>
        assessment.Effect is { } effect
            ? $"{metric}: the canary has {PlainFigures.Change(effect)} {(PlainFigures.IsSame(effect) ? "as" : "than")} its share"
                + PlainFigures.Between(assessment.Low, assessment.High)
            : $"{metric}: the canary falls behind its share";
}
