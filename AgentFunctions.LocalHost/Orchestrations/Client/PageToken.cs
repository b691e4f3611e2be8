using System.Globalization;

namespace AgentFunctions.LocalHost.Orchestrations.Client;

/// <summary>Where a list of instances goes on: after the instance of this number.</summary>
internal static class PageToken
{
    public static string Write(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The token is none of ours.</exception>
    public static long Read(string token) => long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new ArgumentException($"'{token}' is no continuation token of a list of orchestrations.", nameof(token));
}
