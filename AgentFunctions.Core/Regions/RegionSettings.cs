namespace AgentFunctions.Regions;

/// <summary>Reads the settings of regions.</summary>
internal static class RegionSettings
{
    private const string Section = $"{ServiceCollectionExtensions.Section}__Regions";

    /// <summary>True when no regions are given: there is one.</summary>
    public static bool IsNone(RegionOptions options) => options is { Here: null or "", All: [] };

    /// <summary>The region of an entry; null when it has a fault.</summary>
    public static Region? Read(RegionEntry entry, int number) => IsName(entry.Name) && AddressOf(entry) is { } address
        ? new Region(number, entry.Name!, address, entry.Storage is { Length: > 0 } storage ? storage : null)
        : null;

    /// <summary>Everything that is wrong.</summary>
    public static IReadOnlyList<string> Faults(RegionOptions options) => IsNone(options) ? [] : [.. Counts(options), .. options.All.SelectMany(Faults), .. Repeats(options), .. Here(options)];

    private static IEnumerable<string> Counts(RegionOptions options)
    {
        if (options.All.Count is < 2 or > RegionMap.MaxRegions)
        {
            yield return $"{Section}__All has {options.All.Count}; allowed are 2 to {RegionMap.MaxRegions} regions, or no {Section} at all for one.";
        }
    }

    private static IEnumerable<string> Faults(RegionEntry entry, int number)
    {
        if (!IsName(entry.Name))
        {
            yield return $"{Section}__All__{number}__Name is '{entry.Name}'; allowed are lower-case letters, digits and hyphens.";
        }

        if (AddressOf(entry) is null)
        {
            yield return $"{Section}__All__{number}__Endpoint is '{entry.Endpoint}'; allowed is an address without a path, such as https://agents-weu.azurewebsites.net.";
        }
    }

    private static IEnumerable<string> Repeats(RegionOptions options) => options.All
        .GroupBy(entry => entry.Name).Where(same => same.Count() > 1).Select(same => $"{Section}__All has '{same.Key}' {same.Count()} times; allowed is once.");

    private static IEnumerable<string> Here(RegionOptions options)
    {
        if (options.All.All(entry => entry.Name != options.Here))
        {
            yield return $"{Section}__Here is '{options.Here}'; allowed are {string.Join(", ", options.All.Select(entry => entry.Name))}.";
        }
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= 64 } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static Uri? AddressOf(RegionEntry entry) =>
        Uri.TryCreate(entry.Endpoint, UriKind.Absolute, out Uri? uri) && uri is { Scheme: "https" or "http", AbsolutePath: "/", Query: "" } ? uri : null;
}
