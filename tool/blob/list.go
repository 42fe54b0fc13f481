package blob

import (
	"cmp"
	"context"
	"slices"
)

// Offset says how many bytes of an upload are durably here; the next Append begins there.
// Errors: ErrNoUpload, ErrExpired.
func (s *Store) Offset(id UploadID) (int64, error) {
	u, err := s.Upload(id)
	return u.Offset, err
}

// Upload describes one upload. Errors: ErrNoUpload, ErrExpired.
func (s *Store) Upload(id UploadID) (Upload, error) {
	now := s.o.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.find(id, now)
	if err != nil {
		return Upload{}, err
	}
	return u.state.describe(), nil
}

// Uploads lists the uploads that have not expired, oldest first, the finished ones
// included.
func (s *Store) Uploads() []Upload {
	now := s.o.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Upload
	for _, u := range s.uploads {
		if !u.state.Expires.Before(now) {
			all = append(all, u.state.describe())
		}
	}
	slices.SortFunc(all, func(a, b Upload) int {
		return cmp.Or(a.Created.Compare(b.Created), slices.Compare(a.ID[:], b.ID[:]))
	})
	return all
}

func (st state) describe() Upload {
	return Upload{
		ID:      st.ID,
		Claim:   Claim{st.Length, st.MediaType, st.NothingPersonal, st.By},
		Offset:  st.Offset,
		Created: st.Created,
		Expires: st.Expires,

		Finished: st.Finished,
	}
}

// Expire removes the uploads that were left too long and says how many. Create does it
// too; an office also does it daily, so that plain bytes do not lie about.
func (s *Store) Expire(ctx context.Context) (int, error) {
	stale := s.takeStale()
	for i, u := range stale {
		err := ctx.Err()
		if err == nil {
			err = s.drop(u)
		}
		if err != nil {
			for _, rest := range stale[i:] {
				s.release(rest)
			}
			return i, err
		}
	}
	return len(stale), nil
}

func (s *Store) takeStale() []*upload {
	now := s.o.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	var stale []*upload
	for _, u := range s.uploads {
		if !u.busy && u.state.Expires.Before(now) {
			u.busy = true
			stale = append(stale, u)
		}
	}
	return stale
}
