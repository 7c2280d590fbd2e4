using System.CommandLine;

namespace Rollout.Cli.Tests;

public class UnknownOptionsTests
{
    private static readonly Command Options = new("hosts") { new Option<string>("--fleet"), new Option<string>("--listen"), new Option<string>("--output", "-o"), new Option<string>("--token-file") };

    /// <summary>Every option of every verb, its last two letters swapped.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var verb in Verbs.Known)
            {
                foreach (var option in verb.Create().Options.Options)
                {
                    all.Add(verb.Name, option.Name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_option_of_every_verb_is_found_behind_a_slip_of_the_fingers(string verb, string option)
    {
        var options = Verbs.Known.First(v => v.Name == verb).Create().Options;
        var (words, problems) = UnknownOptions.TakenOut([Mistyped(option), "x"], options);
        var problem = Assert.Single(problems);
        Assert.Equal((Mistyped(option), "unknown option"), (problem.Place, problem.What));
        Assert.StartsWith($"did you mean {option}? known are --", problem.Mend, StringComparison.Ordinal);
        Assert.Equal([option, "x"], words);
    }

    [Theory]
    [InlineData("--fleet --listne x", "--listne", "--listen", "--fleet --listen x")]
    [InlineData("--listne=x", "--listne=x", "--listen", "--listen=x")]
    [InlineData("-listen x", "-listen", "--listen", "--listen x")]
    [InlineData("--listen y --listne x", "--listne", "--listen", "--listen y x")]
    [InlineData("--t x", "--t", null, "x")]
    [InlineData("--tok x", "--tok", "--token-file", "--token-file x")]
    [InlineData("--hlep", "--hlep", "--help", "")]
    [InlineData("--frobnicate x", "--frobnicate", null, "x")]
    public void What_is_not_known_is_named_with_what_was_probably_meant(string line, string place, string? meant, string left)
    {
        var (words, problems) = UnknownOptions.TakenOut(line.Split(' '), Options);
        var problem = Assert.Single(problems);
        Assert.Equal((place, $"{(meant is null ? "" : $"did you mean {meant}? ")}known are --fleet, --listen, --output, --token-file"), (problem.Place, problem.Mend));
        Assert.Equal(left, string.Join(' ', words));
    }

    [Theory]
    [InlineData("--fleet f -o json")]
    [InlineData("--fleet=f -ojson --listen:8080")]
    [InlineData("name -0.2 - 5")]
    [InlineData("-- --listne x")]
    public void What_is_known_a_number_and_all_after_two_dashes_are_left_alone(string line)
    {
        var (words, problems) = UnknownOptions.TakenOut(line.Split(' '), Options);
        Assert.Empty(problems);
        Assert.Equal(line, string.Join(' ', words));
    }

    /// <summary>The last two letters that differ, swapped.</summary>
    internal static string Mistyped(string option)
    {
        var letters = option.ToCharArray();
        var at = letters.Length - 2;
        while (letters[at] == letters[at + 1])
        {
            at--;
        }

        (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
        return new string(letters);
    }
}
