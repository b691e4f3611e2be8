using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AgentFunctions.Routing.Features;

/// <summary>
/// The hashing trick (Weinberger et al., ICML 2009): words and pairs of neighbours fall into a fixed number of buckets
/// with a sign, so that the predictor's size does not grow with what it has read.
/// </summary>
/// <remarks>Each term falls into two buckets, so that two terms that meet in one still differ (count sketch: Charikar, Chen and Farach-Colton, 2002).</remarks>
internal static class WordBuckets
{
    /// <summary>Number of buckets.</summary>
    public const int Size = 2048;

    public static WordFeature[] Of(PromptText text)
    {
        Dictionary<int, float> sums = Sums(Terms(text));

        // By length 1, so that a long prompt does not weigh more than a short one.
        float length = Length(sums);
        return length == 0 ? [] : [.. sums.Where(s => s.Value != 0).OrderBy(s => s.Key).Select(s => new WordFeature(s.Key, s.Value / length))];
    }

    /// <summary>What each term of a text adds to the values of its buckets, to explain with.</summary>
    public static IReadOnlyList<(string Term, WordFeature[] Adds)> ByTerm(PromptText text)
    {
        string[] terms = [.. Terms(text)];
        float length = Length(Sums(terms));
        return length == 0 ? [] : [.. terms.Select(t => (t, BucketsOf(t).Select(b => new WordFeature(b.Bucket, b.Sign / length)).ToArray()))];
    }

    private static Dictionary<int, float> Sums(IEnumerable<string> terms)
    {
        Dictionary<int, float> sums = [];
        foreach ((int bucket, int sign) in terms.SelectMany(BucketsOf))
        {
            sums[bucket] = sums.GetValueOrDefault(bucket) + sign;
        }

        return sums;
    }

    private static float Length(Dictionary<int, float> sums) => MathF.Sqrt(sums.Values.Sum(v => v * v));

    private static IEnumerable<string> Terms(PromptText text) =>
        text.Tokens.Concat(text.Tokens.Zip(text.Tokens.Skip(1), (first, second) => $"{first} {second}")).Distinct(StringComparer.Ordinal);

    private static (int Bucket, int Sign)[] BucketsOf(string term)
    {
        // Unlike string.GetHashCode, the same in every process.
        ulong hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(term.AsSpan()));
        return [BucketOf((uint)hash), BucketOf((uint)(hash >> 32))];
    }

    private static (int Bucket, int Sign) BucketOf(uint hash) => ((int)(hash % Size), (hash >> 31) == 0 ? 1 : -1);
}
