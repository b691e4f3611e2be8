using System.Globalization;
using System.Text.Json;
using AgentFunctions.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Output;

/// <summary>How values are written for a person.</summary>
internal static class Format
{
    public static string Usd(decimal amount) => amount.ToString("$0.00####;-$0.00####", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Seconds(double? seconds) => seconds is { } value ? value.ToString("0.#", CultureInfo.InvariantCulture) + " s" : "-";

    public static string Time(DateTimeOffset? moment) => moment is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-";

    public static string Status(AgentTaskStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    public static string Lane(Lane lane) => JsonNamingPolicy.CamelCase.ConvertName(lane.ToString());

    /// <summary>JSON over several lines.</summary>
    public static string Pretty(JsonElement value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            value.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A table whose columns that begin with '>' are numbers, to the right.</summary>
    public static Table Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            table.AddColumn(new TableColumn(new Text(column.TrimStart('>'))) { Alignment = isNumber ? Justify.Right : Justify.Left, NoWrap = isNumber });
        }

        foreach (IEnumerable<string> row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        return table;
    }

    public static IRenderable Line(string text) => new Text(text + Environment.NewLine);
}
