using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Bench.Planning;

/// <summary>One list price.</summary>
/// <param name="Usd">US dollars for <paramref name="Per"/> units.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Region">Where it holds.</param>
/// <param name="Date">When it was so.</param>
/// <param name="Source">Where it is from.</param>
internal sealed record ListPrice(decimal Usd, decimal Per, string Unit, string Region, string Date, string Source)
{
    /// <value>Units a month that cost nothing, or from which the price holds. Default 0.</value>
    public decimal Free { get; init; }

    /// <summary>Price of so many units, the free ones left out.</summary>
    public decimal Of(double units) => Math.Max(0, (decimal)units - Free) * Usd / Per;

    /// <summary>Price of so many units that get no free ones.</summary>
    public decimal OfAll(double units) => (decimal)units * Usd / Per;
}

/// <summary>The prices that a bill is made of.</summary>
internal sealed record PriceTable(string Note, IReadOnlyDictionary<string, ListPrice> Prices)
{
    private const string Own = "prices.json";

    public ListPrice this[string name] => Prices[name];

    /// <summary>Those that come with the planner.</summary>
    public static PriceTable Default()
    {
        using Stream stream = typeof(PriceTable).Assembly.GetManifestResourceStream(Own)!;
        return JsonSerializer.Deserialize(stream, PriceJson.Default.PriceTable)!;
    }

    /// <summary>A file of the same shape; what it leaves out stays as it is.</summary>
    /// <exception cref="FormatException">Names the price and what is allowed.</exception>
    public static PriceTable Read(FileInfo file)
    {
        PriceTable usual = Default();
        PriceTable? read;
        try
        {
            using FileStream stream = file.OpenRead();
            read = JsonSerializer.Deserialize(stream, PriceJson.Default.PriceTable);
        }
        catch (JsonException e)
        {
            throw new FormatException($"--prices: {file.Name} is not a price file like bench/Planning/prices.json: {e.Message}", e);
        }

        Dictionary<string, ListPrice> prices = usual.Prices.ToDictionary();
        foreach ((string name, ListPrice price) in read?.Prices ?? throw new FormatException($"--prices: {file.Name} has no 'prices'."))
        {
            if (!prices.ContainsKey(name))
            {
                throw new FormatException($"--prices: '{name}' is not a price; allowed are {string.Join(", ", prices.Keys)}.");
            }

            prices[name] = price is { Usd: >= 0, Per: > 0, Free: >= 0 }
                ? price
                : throw new FormatException($"--prices: '{name}' is {price.Usd} for {price.Per}; allowed are a 'usd' and a 'free' of 0 or more and a 'per' above 0.");
        }

        return usual with { Prices = prices };
    }

    /// <summary>With prices of a model, US dollars a million tokens.</summary>
    public PriceTable With(decimal input, decimal cachedInput, decimal output)
    {
        Dictionary<string, ListPrice> prices = Prices.ToDictionary();
        foreach ((string name, decimal price) in new[] { ("model.input", input), ("model.cachedInput", cachedInput), ("model.output", output) })
        {
            prices[name] = prices[name] with { Usd = price, Per = 1_000_000, Source = "--model-price", Region = "-", Date = "-" };
        }

        return this with { Prices = prices };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceTable))]
internal sealed partial class PriceJson : JsonSerializerContext;
