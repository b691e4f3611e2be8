using System.ComponentModel;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Agents.Tools;

/// <summary>Tool <c>search_notes</c>: finds the notes of a folder that fit a question, by the words they share (BM25).</summary>
/// <remarks>Ranking: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.</remarks>
public sealed partial class NoteSearch
{
    /// <summary>Name under which agents use the tool.</summary>
    public const string ToolName = "search_notes";

    private const int MostNotes = 3;
    private const double TermSaturation = 1.2;
    private const double LengthWeight = 0.75;

    private readonly Note[] _notes;
    private readonly double _meanLength;

    private NoteSearch(Note[] notes)
    {
        _notes = notes;
        _meanLength = notes.Length == 0 ? 1 : notes.Average(n => n.Words.Length);
    }

    /// <summary>Reads every <c>*.md</c> of a folder; a folder that is not there holds no notes.</summary>
    public static NoteSearch Load(string directory) => new(Directory.Exists(directory)
        ? [.. Directory.GetFiles(directory, "*.md").Order(StringComparer.Ordinal).Select(f => new Note(Path.GetFileName(f), File.ReadAllText(f)))]
        : []);

    public AIFunction AsTool() => AIFunctionFactory.Create(Search, ToolName, "Searches the support team's notes and returns those that fit best, each under its file name.");

    [Description("Searches the notes.")]
    internal string Search([Description("What to look for: the question or its main words.")] string query)
    {
        string[] words = [.. Words(query).Distinct(StringComparer.Ordinal)];
        string[] found = [.. _notes
            .Select(note => (note, Score: words.Sum(word => Score(note, word))))
            .Where(n => n.Score > 0)
            .OrderByDescending(n => n.Score)
            .Take(MostNotes)
            .Select(n => $"[{n.note.Name}]\n{n.note.Text.Trim()}")];
        return found.Length == 0 ? "No note fits." : string.Join("\n\n", found);
    }

    private static string[] Words(string text) => [.. WordForm().Matches(text.ToLowerInvariant()).Select(m => m.Value).Where(w => w.Length > 2)];

    private double Score(Note note, string word)
    {
        int inNote = note.Words.Count(w => w == word);
        int inNotes = _notes.Count(n => n.Words.Contains(word));
        double rarity = Math.Log(1 + ((_notes.Length - inNotes + 0.5) / (inNotes + 0.5)));
        return rarity * inNote * (TermSaturation + 1) / (inNote + (TermSaturation * (1 - LengthWeight + (LengthWeight * note.Words.Length / _meanLength))));
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex WordForm();

    private sealed record Note(string Name, string Text)
    {
        public string[] Words { get; } = NoteSearch.Words(Text);
    }
}
