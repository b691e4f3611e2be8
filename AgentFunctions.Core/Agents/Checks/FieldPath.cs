using System.Text.Json;

namespace AgentFunctions.Agents.Checks;

/// <summary>A place in a JSON value: names joined by dots, such as <c>lines.amount</c>. Lists on the way and at its end stand for all of their entries.</summary>
public sealed class FieldPath
{
    private const string Input = "input";

    private readonly string[] _names;

    private FieldPath(string text, string[] names) => (Text, _names) = (text, names);

    /// <summary>As it is written in the agent file, for an input value with <c>input</c> before it.</summary>
    public string Text { get; }

    /// <summary>Reads a path into an answer.</summary>
    /// <exception cref="FormatException">A name is empty.</exception>
    public static FieldPath OfAnswer(string text) => new(text, Names(text));

    /// <summary>Reads a path into a task's input: <c>input</c>, or one that begins with <c>input.</c>.</summary>
    /// <exception cref="FormatException">It does not begin so, or a name is empty.</exception>
    public static FieldPath OfInput(string text) => Names(text) is [Input, .. var names]
        ? new FieldPath(text, names)
        : throw new FormatException("allowed is a value of the input, such as input.total");

    /// <summary>What stands there, in order; null where the way ends before, or in JSON's null. Empty when a list on the way has no entry.</summary>
    public IReadOnlyList<JsonElement?> Values(JsonElement root)
    {
        List<JsonElement?> values = [];
        Collect(root, _names, values);
        return values;
    }

    /// <summary>The schemas that <paramref name="schema"/> gives for the place; null when it has no such place.</summary>
    /// <remarks>An empty list: the schema says nothing of the place, so anything may stand there.</remarks>
    public IReadOnlyList<JsonElement>? SchemasIn(JsonElement schema)
    {
        IReadOnlyList<JsonElement> places = SchemaPlaces.Of(schema, schema);
        foreach (string name in _names)
        {
            if (places.Any(SchemaPlaces.IsOpen))
            {
                return [];
            }

            places = [.. places.SelectMany(p => SchemaPlaces.Property(p, name)).SelectMany(p => SchemaPlaces.Of(p, schema))];
            if (places.Count == 0)
            {
                return null;
            }
        }

        return places;
    }

    public override string ToString() => Text;

    private static string[] Names(string text) => text.Split('.') is var names && names.All(n => n.Length > 0 && n == n.Trim())
        ? names
        : throw new FormatException("allowed are names joined by dots, such as lines.amount");

    private static void Collect(JsonElement value, ReadOnlySpan<string> names, List<JsonElement?> into)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Collect(item, names, into);
            }
        }
        else if (names.IsEmpty || value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(names[0], out JsonElement next))
        {
            into.Add(names.IsEmpty && value.ValueKind != JsonValueKind.Null ? value : null);
        }
        else
        {
            Collect(next, names[1..], into);
        }
    }
}
