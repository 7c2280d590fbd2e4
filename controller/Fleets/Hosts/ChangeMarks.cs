using System.Text.Json;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// The marks of changes under way, a small file per node in a directory beside the state (<c>rollout.db.changes/n1</c>). They outlive a
/// killed controller: the next one knows which node may be half changed or out of traffic through us, and leaves a node alone that the
/// operator took out.
/// </summary>
public sealed class ChangeMarks(string directory)
{
    /// <summary>Null where no change is under way. A mark that cannot be read counts as one of a drained node: it is looked after.</summary>
    public ChangeMark? Of(string node)
    {
        try
        {
            return JsonSerializer.Deserialize<ChangeMark>(File.ReadAllBytes(FileOf(node)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new ChangeMark("", Drained: true);
        }
    }

    /// <summary>Null, or why it cannot be kept. A change that cannot be marked is not begun.</summary>
    public string? Put(string node, ChangeMark mark)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var next = FileOf(node) + ".next";
            File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(mark));
            File.Move(next, FileOf(node), overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the change cannot be marked as begun in {directory}: {e.Message}";
        }
    }

    /// <summary>Null, or why it cannot be taken away; the next pass tries again.</summary>
    public string? Remove(string node)
    {
        try
        {
            File.Delete(FileOf(node));
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the mark of a finished change cannot be taken away in {directory}: {e.Message}";
        }
    }

    private string FileOf(string node) => Path.Combine(directory, node);
}
