namespace Rollout.Demo.Terminal;

/// <summary>Text from elsewhere as one line that cannot move the cursor.</summary>
internal static class OneLine
{
    private const int Longest = 400;

    public static string Of(string text)
    {
        var line = string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
