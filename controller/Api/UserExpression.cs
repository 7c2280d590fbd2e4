using System.Text.RegularExpressions;

namespace Rollout.Api;

/// <summary>
/// A regular expression that somebody wrote into a spec, made so that no text can hold up whoever searches it. The engine without backtracking takes
/// linear time, but makes its states as it goes and keeps no time limit meanwhile (dotnet/runtime issue 84188): <c>(?:a.{0,2000}){2}\d</c> took it 272 s
/// and 16 GB of a text of 60 kB. So what repeats much runs on the engine with backtracking, which takes little memory and keeps the limit.
/// </summary>
public static class UserExpression
{
    /// <summary>
    /// Up to this <see cref="ExpressionWeight"/> nothing is known that the engine without backtracking takes long for: the worst that was found,
    /// <c>(?:a.{0,22}){2}\d</c>, took half a second for a megabyte.
    /// </summary>
    public const long LightWeight = 50;

    /// <summary>Whether it takes linear time, whatever the text.</summary>
    public static bool IsLight(string pattern) => ExpressionWeight.Of(pattern) <= LightWeight;

    /// <summary>No look-around and no back-references, however it is run.</summary>
    /// <param name="pattern">As it was written.</param>
    /// <param name="options">Beside the choice of the engine.</param>
    /// <param name="limit">For one search, which throws <see cref="RegexMatchTimeoutException"/> then.</param>
    /// <exception cref="ArgumentException">No regular expression.</exception>
    /// <exception cref="NotSupportedException">One that can take exponential time, or an automaton of more than ten thousand states.</exception>
    public static Regex Of(string pattern, RegexOptions options, TimeSpan limit)
    {
        var linear = new Regex(pattern, options | RegexOptions.NonBacktracking, limit);
        return IsLight(pattern) ? linear : new Regex(pattern, options & ~RegexOptions.NonBacktracking, limit);
    }
}
