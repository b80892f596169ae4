using LiveFeed.Events;
using Microsoft.Extensions.Primitives;

namespace LiveFeed.Http;

/// <summary>Reads topics and topic patterns.</summary>
internal sealed partial class QueryParameters
{
    /// <summary>The topic patterns of a repeatable parameter, without repetitions.</summary>
    internal IReadOnlyList<TopicPattern> Patterns(string name, StringValues given, int most)
    {
        var found = new List<TopicPattern>();
        foreach (var text in given)
        {
            if (!TopicPattern.TryParse(text ?? "", out var pattern, out var error))
            {
                Fail(ProblemKind.Invalid, name, error);
            }
            else if (!found.Contains(pattern))
            {
                found.Add(pattern);
            }
        }

        if (found.Count > most)
        {
            Fail(
                ProblemKind.Invalid,
                name,
                $"at most {most} topics can be followed by one client (LiveFeed:Limits:TopicsPerClient), not {found.Count}");
        }

        return found;
    }

    /// <summary>The one topic pattern of a parameter; null when it is not given.</summary>
    internal TopicPattern? Pattern(string name, StringValues given)
    {
        TopicPattern? pattern = null;
        if (given.Count > 1)
        {
            Fail(ProblemKind.Invalid, name, "may be given once");
        }
        else if (given.Count > 0 && !TopicPattern.TryParse(given.ToString(), out pattern, out var error))
        {
            Fail(ProblemKind.Invalid, name, error);
        }

        return pattern;
    }

    /// <summary>The one topic of a required parameter; null when it is not valid.</summary>
    internal TopicName? Topic(string name, StringValues given)
    {
        if (given.Count > 1)
        {
            Fail(ProblemKind.Invalid, name, "may be given once");
        }
        else if (TopicName.TryParse(given.ToString(), out var topic, out var error))
        {
            return topic;
        }
        else
        {
            Fail(ProblemKind.Invalid, name, error);
        }

        return null;
    }
}
