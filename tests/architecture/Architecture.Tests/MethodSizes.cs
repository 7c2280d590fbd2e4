using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Rollout.Architecture.Tests;

/// <summary>How many lines each method of an assembly spans, from the sequence points of its portable PDB.</summary>
internal static class MethodSizes
{
    public sealed record Size(string Method, string File, int Line, int Lines);

    public static IReadOnlyList<Size> Of(string assemblyPath)
    {
        using var pe = new PEReader(new MemoryStream(File.ReadAllBytes(assemblyPath)));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(File.ReadAllBytes(Path.ChangeExtension(assemblyPath, ".pdb"))));
        var metadata = pe.GetMetadataReader();
        var pdb = symbols.GetMetadataReader();
        var sizes = new List<Size>();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var name = metadata.GetString(metadata.GetMethodDefinition(handle).Name);
            var debug = pdb.GetMethodDebugInformation(handle);

            // A constructor's points include the initialisers of all fields, wherever they stand: its span says nothing.
            if (debug.Document.IsNil || name is ".ctor" or ".cctor")
            {
                continue;
            }

            var points = debug.GetSequencePoints().Where(point => !point.IsHidden).ToList();
            var file = pdb.GetString(pdb.GetDocument(debug.Document).Name);
            if (points.Count > 0 && !SourceTree.IsGenerated(file))
            {
                var first = points.Min(point => point.StartLine);
                sizes.Add(new Size(TypeOf(metadata, handle) + "." + name, Path.GetFileName(file), first, points.Max(point => point.EndLine) - first + 1));
            }
        }

        return sizes;
    }

    private static string TypeOf(MetadataReader metadata, MethodDefinitionHandle handle) =>
        metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition(handle).GetDeclaringType()).Name);
}
