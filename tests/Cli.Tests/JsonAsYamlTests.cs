using YamlDotNet.RepresentationModel;

namespace Rollout.Cli.Tests;

public sealed class JsonAsYamlTests
{
    [Fact]
    public void What_was_a_text_is_read_back_as_one_and_what_was_a_number_is_not_quoted()
    {
        const string Json = """
            {"a":"-0.21","b":-0.21,"c":"yes","d":null,"e":"null","f":true,"g":"","h":"2026-11-21T12:00:00Z","i":["x: y","- z","# n","two\nlines","it's","\"q\""],
             "j":[],"k":{},"l":"default/shop","m":"~","n":"0x1f","o":"a #b","p":" lead","q":"end:","r":"ünï 🚀"}
            """;
        var yaml = JsonAsYaml.Of(Json);
        Assert.Contains("a: \"-0.21\"\nb: -0.21\nc: \"yes\"\nd: null\ne: \"null\"\nf: true\ng: \"\"\n", yaml, StringComparison.Ordinal);
        Assert.Contains("\nl: default/shop\n", yaml, StringComparison.Ordinal);

        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        string Value(string key) => ((YamlScalarNode)root[key]).Value!;
        bool IsQuoted(string key) => ((YamlScalarNode)root[key]).Style == YamlDotNet.Core.ScalarStyle.DoubleQuoted;
        Assert.Equal(("-0.21", "-0.21", "yes", "ünï 🚀", " lead", "a #b", "end:"), (Value("a"), Value("b"), Value("c"), Value("r"), Value("p"), Value("o"), Value("q")));
        Assert.Equal((true, false, true, false, true, false), (IsQuoted("a"), IsQuoted("b"), IsQuoted("c"), IsQuoted("d"), IsQuoted("e"), IsQuoted("f")));
        Assert.All(new[] { "h", "m", "n", "g" }, key => Assert.True(IsQuoted(key), key));
        Assert.Equal(["x: y", "- z", "# n", "two\nlines", "it's", "\"q\""], ((YamlSequenceNode)root["i"]).Select(n => ((YamlScalarNode)n).Value));
    }
}
