using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Rollout.Kubernetes.Configuration;

/// <summary>One YAML document as nodes with places. Depth is bounded before anything recursive sees it.</summary>
internal static class YamlDocument
{
    private const int MostLevels = 32;

    /// <summary>The root mapping; null with the problem.</summary>
    public static YamlMappingNode? Read(string file, byte[] bytes, out ConfigurationProblem? problem)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            if (FirstTooDeep(text) is { } line)
            {
                problem = new ConfigurationProblem($"{file}:{line}", $"it nests more than {MostLevels} levels", "a kubeconfig needs six");
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            problem = (stream.Documents.Count, stream.Documents.FirstOrDefault()?.RootNode) switch
            {
                (0, _) => null,
                (1, YamlMappingNode) => null,
                (1, YamlScalarNode { Value: null or "" }) => null,
                (1, var root) => new ConfigurationProblem($"{file}:{root!.Start.Line}", "it is not a mapping", "write a kubeconfig"),
                _ => new ConfigurationProblem(file, "it holds more than one document", "keep one kubeconfig in a file"),
            };
            return problem is not null ? null : stream.Documents.FirstOrDefault()?.RootNode as YamlMappingNode ?? new YamlMappingNode();
        }
        catch (YamlException e)
        {
            // The parser's own words may quote the line, and the line may be a secret.
            problem = new ConfigurationProblem($"{file}:{e.Start.Line}", $"it is not YAML (column {e.Start.Column})", "correct what stands there");
            return null;
        }
        catch (DecoderFallbackException)
        {
            problem = new ConfigurationProblem(file, "it is not UTF-8", "save it as UTF-8");
            return null;
        }
    }

    private static long? FirstTooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is MappingStart or SequenceStart && depth > MostLevels)
            {
                return parser.Current.Start.Line;
            }
        }

        return null;
    }
}
